using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Zones, with the record sets that every one has.</summary>
internal sealed class DnsZoneBehaviour : IResourceBehaviour
{
    private static readonly string[] NameServers = [.. Enumerable.Range(1, 4).Select(number => $"ns{number}-01.azure-dns.example.")];

    public string Type => "Microsoft.Network/dnsZones";

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public bool HasProvisioningState => false;

    public bool HasEtagInBody => true;

    public void Accepted(ArmCall call, ArmResource resource, bool isNew)
    {
        var properties = resource.Properties;
        properties["maxNumberOfRecordSets"] = 10000;
        properties["nameServers"] = new JsonArray([.. NameServers.Select(name => (JsonNode)name)]);
        properties["zoneType"] ??= "Public";
        if (!isNew)
            return;
        Seed(call, resource, "NS", new JsonObject
        {
            ["TTL"] = 172800,
            ["NSRecords"] = new JsonArray([.. NameServers.Select(name => (JsonNode)new JsonObject { ["nsdname"] = name })]),
        });
        Seed(call, resource, "SOA", new JsonObject
        {
            ["TTL"] = 3600,
            ["SOARecord"] = new JsonObject
            {
                ["host"] = NameServers[0],
                ["email"] = "azuredns-hostmaster.example.",
                ["serialNumber"] = 1,
                ["refreshTime"] = 3600,
                ["retryTime"] = 300,
                ["expireTime"] = 2419200,
                ["minimumTTL"] = 300,
            },
        });
    }

    public JsonObject View(ArmCall call, ArmResource resource)
    {
        var view = resource.Body.Clone();
        view.Child("properties")["numberOfRecordSets"] = call.World.Resources.In(resource.Id).Count() - 1;
        return view;
    }

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action)
    {
        if (call.Method != "GET" || action.ToUpperInvariant() is not ("RECORDSETS" or "ALL"))
            return null;
        var sets = call.World.Resources.In(resource.Id).Where(inside => inside != resource).Select(inside => (JsonNode)inside.Body.Clone());
        return Pages.Answer(call, [.. sets], call.World.Options.PageSize);
    }

    private static void Seed(ArmCall call, ArmResource zone, string type, JsonObject properties)
    {
        properties["fqdn"] = $"{zone.Name}.";
        properties["provisioningState"] = "Succeeded";
        properties["targetResource"] = new JsonObject();
        var body = new JsonObject { ["properties"] = properties, ["type"] = $"Microsoft.Network/dnszones/{type}" };
        var set = call.World.Seed($"{zone.Id}/{type}/@", body);
        set.Body["etag"] = set.Etag;
    }
}
