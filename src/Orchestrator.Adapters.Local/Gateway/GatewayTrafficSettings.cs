using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>The keys of the <c>gateway</c> traffic kind.</summary>
public sealed record GatewayTrafficSettings
{
    /// <summary>The admin address of the gateway, for example <c>http://127.0.0.1:8081</c>.</summary>
    [Required]
    public required string Admin { get; init; }

    /// <summary>The key of the admin address: <c>file:PATH</c>, <c>env:NAME</c> or <c>keyvault:URL</c>.</summary>
    [Required]
    public required string Key { get; init; }

    /// <summary>Where users reach the workload, for example <c>https://orders.contoso.example</c>.</summary>
    [Required]
    public required string Address { get; init; }

    /// <summary>A path that answers with success when the workload serves users.</summary>
    /// <value><c>/health</c> by default.</value>
    public string ConfirmPath { get; init; } = "/health";

    /// <summary>The response header in which the gateway names the side that answered.</summary>
    /// <value><c>X-Orchestrator-Side</c> by default.</value>
    public string SideHeader { get; init; } = GatewayOptions.DefaultSideHeader;

    /// <summary>How long a request waits while traffic is held.</summary>
    /// <value>The gateway's own bound, 30 seconds by default, when left out; above zero.</value>
    public TimeSpan? MaxHold { get; init; }
}
