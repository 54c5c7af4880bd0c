using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Local.Processes;

namespace Orchestrator.Adapters.Local.Systemd;

/// <summary>A workload that is a systemd unit of the orchestrator's own machine.</summary>
internal sealed record SystemdSettings
{
    /// <summary>The full name of a unit that the server's settings allow, for example <c>orders.service</c>.</summary>
    [RegularExpression(@"^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*\.(service|target|socket|timer|path|slice|mount)$")]
    public required string Unit { get; init; }

    /// <summary>Where it serves, for example <c>127.0.0.1:8080</c>.</summary>
    [RegularExpression(@"^\S+:\d{1,5}$")]
    public string? Address { get; init; }

    /// <summary>How to see that it serves, once systemd says that it is active.</summary>
    /// <value>By default, that <see cref="Address"/> accepts connections, if there is one.</value>
    public ProcessHealth Health { get; init; } = new();
}
