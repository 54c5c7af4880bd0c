using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Dns;
using Orchestrator.Core.Ports;

namespace Orchestrator.Live;

/// <summary><c>azureDns</c>: a name in a zone of its own leads to the target and back to exactly what it was.</summary>
internal sealed class DnsScenario : ILiveScenario
{
    private const string Zones = "Microsoft.Network/dnsZones";
    private const string ApiVersion = "2018-05-01";
    private const string RecordSet = """{ "properties": { "TTL": 3600, "metadata": { "owner": "orders" }, "ARecords": [ { "ipv4Address": "192.0.2.1" } ] } }""";

    private static readonly string[] Source = ["192.0.2.1"];
    private static readonly string[] Target = ["198.51.100.7"];
    private static readonly string[] Kept = ["TTL", "ARecords", "metadata"];

    /// <inheritdoc/>
    public string Name => "azureDns";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        // Nobody delegates it, so that nobody is led anywhere by it.
        var zone = $"{site.Name("orchestrator-live-")}.net";
        var made = await site.MakeAsync(site.Id(Zones, zone), ApiVersion, new { location = "global", tags = site.Tags }, cancellation);
        var id = site.Id($"{Zones}/A", zone, "orders");
        await site.MakeAsync(id, ApiVersion, JsonNode.Parse(RecordSet)!, cancellation);
        var before = await SeenAsync(site, id, cancellation);
        var spec = LiveSite.Spec("azureDns", new
        {
            subscription = site.Options.Subscription,
            resourceGroup = site.Group,
            zone,
            name = "orders",
            type = "A",
            source = Source,
            target = Target,
            resolver = site.Azure.NameServer(made),
        });

        using var adapter = new AzureDnsTrafficAdapter(site.Azure.Arm);
        await site.PatientlyAsync(() => adapter.PrepareAsync(spec, site.Scope("prepareTraffic"), cancellation), cancellation);
        await site.PatientlyAsync(() => adapter.SetAsync(spec, new(Side.Target, IsHeld: false), site.Scope("redirect"), cancellation), cancellation);
        var seen = await site.PatientlyAsync(() => adapter.ConfirmAsync(spec, Side.Target, site.Scope("redirect"), cancellation), cancellation);
        await site.PatientlyAsync(() => adapter.SetAsync(spec, new(Side.Source, IsHeld: false), site.Scope("redirectBack"), cancellation), cancellation);
        await site.PatientlyAsync(() => adapter.SettleAsync(spec, site.Scope("settle"), cancellation), cancellation);

        var after = await SeenAsync(site, id, cancellation);
        LiveSite.Expect(after == before, $"the record set as it was, {before}, and not {after}");
        return $"{seen}; and back as it was";
    }

    private static async Task<string> SeenAsync(LiveSite site, string id, CancellationToken cancellation)
    {
        var set = (await site.FindAsync(id, ApiVersion, cancellation))!.Value;
        return string.Join(' ', Kept.Select(name => $"{name}={JsonSerializer.Serialize(set.Find("properties", name))}"));
    }
}
