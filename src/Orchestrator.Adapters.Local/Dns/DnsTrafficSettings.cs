using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Local.Users;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>A record set of a zone on premises that leads users to one side or the other. Requests cannot be held.</summary>
internal sealed record DnsTrafficSettings : IZoneSettings
{
    /// <summary>A name, without anything that could be more than one word of an update.</summary>
    private const string NamePattern = @"^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$";

    /// <summary>The zone's primary name server: <c>host</c>, <c>host:port</c> or <c>[address]:port</c>; port 53 by default.</summary>
    [RegularExpression(@"^[A-Za-z0-9.-]+(:[0-9]{1,5})?$|^[0-9A-Fa-f:.]+$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$", ErrorMessage = "must be host, host:port or [address]:port")]
    public required string Server { get; init; }

    /// <summary>The zone, for example <c>contoso.example</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "must be the name of a zone")]
    public required string Zone { get; init; }

    /// <summary>The whole name that users look up, inside of the zone, for example <c>orders.contoso.example</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "must be a whole host name")]
    public required string Name { get; init; }

    /// <summary>The type of the record set.</summary>
    [AllowedValues("A", "AAAA", "CNAME")]
    public required string Type { get; init; }

    /// <summary>How long the name may be cached from shortly before the cutover until the migration has ended; then it is as long as before.</summary>
    /// <value>A minute by default; a second to a week.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the name stands for before the migration: all its addresses, or the one name of a CNAME.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Source { get; init; }

    /// <summary>What the name is to stand for.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Target { get; init; }

    /// <summary>The name of the TSIG key that the server takes updates with.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "must be the name of a TSIG key")]
    public required string TsigName { get; init; }

    /// <summary>The key's algorithm.</summary>
    /// <value><c>hmac-sha256</c> by default.</value>
    [AllowedValues("hmac-sha256", "hmac-sha384", "hmac-sha512")]
    public string TsigAlgorithm { get; init; } = "hmac-sha256";

    /// <summary>The key itself, in base64, as a reference: <c>env:NAME</c>, <c>file:PATH</c> or <c>keyvault:URL</c>.</summary>
    [Required]
    public required string TsigSecret { get; init; }

    /// <summary>A page that users reach, to confirm the side that answers beside the name itself.</summary>
    /// <value>None by default.</value>
    public UserVisitSettings? Address { get; init; }
}
