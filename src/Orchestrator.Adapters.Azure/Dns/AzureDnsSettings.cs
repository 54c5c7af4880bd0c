using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Adapters.Local.Users;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>A record set of a public zone in Azure DNS that leads users to one side or the other. Requests cannot be held.</summary>
internal sealed record AzureDnsSettings : IZoneSettings
{
    /// <summary>The subscription's GUID.</summary>
    public required string Subscription { get; init; }

    /// <summary>The resource group of the zone.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>The zone, for example <c>contoso.example</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>The name inside of the zone, for example <c>orders</c>; <c>@</c> for the zone itself.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the record set.</summary>
    [AllowedValues("A", "AAAA", "CNAME")]
    public required string Type { get; init; }

    /// <summary>How long the name may be cached from shortly before the cutover until the migration has ended; then it is as long as before.</summary>
    /// <value>A minute by default; a second to a week.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the name stands for before the migration: all its addresses, the one name of a CNAME, or the id of the resource of an alias.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Source { get; init; }

    /// <summary>What the name is to stand for, in the same way.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Target { get; init; }

    /// <summary>The name server that the confirmation asks: <c>host</c>, <c>host:port</c> or <c>[address]:port</c>, for example one of the zone's own.</summary>
    /// <value>The resolver of the host by default.</value>
    public string? Resolver { get; init; }

    /// <summary>A page that users reach, to confirm the side that answers beside the name itself.</summary>
    /// <value>None by default.</value>
    public UserVisitSettings? Address { get; init; }

    /// <summary>The name as users look it up.</summary>
    internal string FullName => Name == "@" ? Zone.TrimEnd('.') : $"{Name}.{Zone.TrimEnd('.')}";

    /// <summary>The values of a side.</summary>
    internal IReadOnlyList<string> Of(Side side) => side == Side.Source ? Source : Target;
}
