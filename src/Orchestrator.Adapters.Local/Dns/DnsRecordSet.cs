using System.Net;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>The records of one type at one name.</summary>
/// <param name="Values">Addresses, or the one name that an alias stands for.</param>
/// <param name="TtlSeconds">How many seconds they may be cached.</param>
internal sealed record DnsRecordSet(IReadOnlyList<string> Values, int TtlSeconds)
{
    /// <summary>Whether the values are the same, in whichever order and spelling; how long they are cached does not count.</summary>
    /// <param name="others">The other values.</param>
    /// <returns>Whether they are.</returns>
    public bool Has(IEnumerable<string> others) => Normal(Values).SetEquals(Normal(others));

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Values)} (TTL {TtlSeconds} s)";

    private static HashSet<string> Normal(IEnumerable<string> values) => [.. values.Select(Normal)];

    private static string Normal(string value) =>
        IPAddress.TryParse(value, out var address) ? address.ToString() : value.Trim().TrimEnd('.').ToLowerInvariant();
}
