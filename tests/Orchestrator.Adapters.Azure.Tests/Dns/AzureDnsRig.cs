using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Dns;
using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Dns;

/// <summary>A zone with a name that leads to the source, and a name server that answers as the zone has it.</summary>
internal sealed class AzureDnsRig : AzureTrafficRig
{
    private readonly AzureDnsTrafficAdapter _adapter;
    private readonly ZoneServer _resolver;
    private readonly string _type;

    private AzureDnsRig(ArmServer server, ArmJudge judge, string type, JsonObject properties) : base(server, judge)
    {
        _type = type;
        Server.Seed(Zone, new JsonObject { ["location"] = "global", ["properties"] = new JsonObject { ["zoneType"] = "Public" } });
        Seed(properties);
        _adapter = new(Connector);
        Patient = new(_adapter);
        _resolver = new(() => Current.Set.Values);
    }

    public string Zone => $"{Group}/providers/Microsoft.Network/dnsZones/contoso.test";

    public string Id => $"{Zone}/{_type}/orders";

    public string[] Source { get; set; } = ["192.0.2.1", "192.0.2.2"];

    public string[] Target { get; set; } = ["198.51.100.7"];

    public override PatientTraffic Patient { get; }

    public AzureDnsTrafficAdapter Kind => _adapter;

    public override AdapterSpec Spec => SpecOf("azureDns", new
    {
        subscription = Server.Options.SubscriptionId,
        resourceGroup = "orders",
        zone = "contoso.test",
        name = "orders",
        type = _type,
        source = Source,
        target = Target,
        resolver = _resolver.Address,
    });

    public AzureRecordSet Current => AzureRecordSet.Of(JsonSerializer.SerializeToElement(Server.Find(Id)!["properties"]), "", _type);

    /// <summary>All that is written back of the record set.</summary>
    public string Seen
    {
        get
        {
            var properties = (JsonObject)Server.Find(Id)!["properties"]!;
            string[] readOnly = ["fqdn", "provisioningState"];
            return string.Join(' ', properties.Where(property => !readOnly.Contains(property.Key) && property.Value?.ToJsonString() != "{}").OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => $"{property.Key}={property.Value?.ToJsonString()}"));
        }
    }

    public static JsonObject Addresses(int ttl = 3600, params string[] values) => new()
    {
        ["TTL"] = ttl,
        ["metadata"] = new JsonObject { ["owner"] = "orders" },
        ["ARecords"] = new JsonArray([.. values.Select(value => (JsonNode)new JsonObject { ["ipv4Address"] = value })]),
    };

    public static async Task<AzureDnsRig> StartAsync(ArmJudge judge, string type = "A", JsonObject? properties = null) =>
        new(await ArmServer.StartAsync(), judge, type, properties ?? Addresses(3600, "192.0.2.1", "192.0.2.2"));

    public void Seed(JsonObject properties)
    {
        properties["fqdn"] = "orders.contoso.test.";
        properties["provisioningState"] = "Succeeded";
        Server.Seed(Id, new JsonObject { ["properties"] = properties, ["etag"] = Guid.NewGuid().ToString(), ["type"] = $"Microsoft.Network/dnszones/{_type}" });
    }

    public Task PrepareAsync() => Patient.RunAsync(() => _adapter.PrepareAsync(Spec, Scope, default));

    public Task SettleAsync() => Patient.RunAsync(() => _adapter.SettleAsync(Spec, Scope, default));

    public override async Task<Side> AskAsync(CancellationToken cancellation) =>
        (await DnsQuestion.AskAsync(_resolver.Address, "orders.contoso.test", _type, cancellation))!.Has(Target) ? Side.Target : Side.Source;

    public override async ValueTask DisposeAsync()
    {
        await _resolver.DisposeAsync();
        _adapter.Dispose();
        await base.DisposeAsync();
    }
}
