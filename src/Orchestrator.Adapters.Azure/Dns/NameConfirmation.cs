using System.Net.Sockets;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>Looks a name up as users do, and compares what they get with a side.</summary>
internal static class NameConfirmation
{
    /// <summary>Looks it up.</summary>
    /// <param name="settings">The name, and whom to ask.</param>
    /// <param name="side">The side that it should lead to.</param>
    /// <param name="staleUntil">Until when a former answer is to be expected.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">It leads elsewhere, or nobody answers.</exception>
    public static async Task<string> ConfirmAsync(AzureDnsSettings settings, Side side, string? staleUntil, CancellationToken cancellation)
    {
        var (resolver, wanted) = (settings.Resolver ?? "the host's resolver", settings.Of(side));
        var isAlias = wanted is [['/', ..]];
        var seen = await AskAsync(settings, cancellation);
        if (isAlias ? seen.Count > 0 : new DnsRecordSet(seen, 0).Has(await ExpectedAsync(settings, wanted, cancellation)))
            return $"{resolver} answers {string.Join(", ", seen)}";
        throw new AdapterException(
            $"{resolver} answers {(seen.Count == 0 ? "nothing" : string.Join(", ", seen))}, but {string.Join(", ", wanted)} was expected{(staleUntil is null ? "" : $"; caches may hold the former answer until {staleUntil}")}",
            settings.FullName, $"Ask the zone's own name servers (az network dns zone show -g {settings.ResourceGroup} -n {settings.Zone} --query nameServers), or name one of them in traffic.resolver", isTransient: true);
    }

    private static async Task<IReadOnlyList<string>> AskAsync(AzureDnsSettings settings, CancellationToken cancellation) => settings.Resolver is { } resolver
        ? (await DnsQuestion.AskAsync(resolver, settings.FullName, settings.Type, cancellation))?.Values ?? []
        : await LookUpAsync(settings.FullName, settings.Type, cancellation);

    // The host's resolver follows aliases, so that addresses are compared.
    private static async Task<IReadOnlyList<string>> ExpectedAsync(AzureDnsSettings settings, IReadOnlyList<string> wanted, CancellationToken cancellation) =>
        settings.Resolver is null && settings.Type == "CNAME" ? await LookUpAsync(wanted[0].TrimEnd('.'), "CNAME", cancellation) : wanted;

    private static async Task<IReadOnlyList<string>> LookUpAsync(string name, string type, CancellationToken cancellation)
    {
        var family = type switch { "A" => AddressFamily.InterNetwork, "AAAA" => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified };
        try
        {
            return [.. (await System.Net.Dns.GetHostAddressesAsync(name, family, cancellation)).Select(address => address.ToString())];
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return [];
        }
        catch (SocketException error)
        {
            throw new AdapterException($"it cannot be looked up ({error.SocketErrorCode})", name, "Check the host's resolver, or set traffic.resolver", isTransient: true);
        }
    }
}
