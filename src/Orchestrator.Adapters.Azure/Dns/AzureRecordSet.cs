using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Local.Dns;

namespace Orchestrator.Adapters.Azure.Dns;

/// <summary>A record set as Resource Manager has it.</summary>
/// <param name="Properties">All of it, as it is written back.</param>
/// <param name="ETag">Its version.</param>
/// <param name="Set">What it says.</param>
internal sealed record AzureRecordSet(JsonElement Properties, string ETag, DnsRecordSet Set)
{
    private static readonly string[] ReadOnly = ["fqdn", "provisioningState"];

    /// <summary>Reads an answer.</summary>
    public static AzureRecordSet Of(ArmAnswer answer, string type)
    {
        var properties = JsonObject.Create(answer.Body.Find("properties") ?? default) ?? [];
        foreach (var name in ReadOnly)
            properties.Remove(name);
        if (properties["targetResource"]?["id"] is null)
            properties.Remove("targetResource");
        return Of(JsonSerializer.SerializeToElement(properties), answer.ETag ?? "", type);
    }

    /// <summary>Reads what was kept.</summary>
    public static AzureRecordSet Of(JsonElement properties, string etag, string type)
    {
        var ttl = properties.Find("TTL") is { ValueKind: JsonValueKind.Number } number ? (int)number.GetInt64() : 0;
        return new(properties, etag, new DnsRecordSet(ValuesIn(properties, type), ttl));
    }

    /// <summary>The properties with other values; what else there is, such as metadata, stays.</summary>
    public JsonElement With(IReadOnlyList<string> values, int ttlSeconds, string type)
    {
        var properties = JsonObject.Create(Properties)!;
        foreach (var name in (string[])["ARecords", "AAAARecords", "CNAMERecord", "targetResource"])
            properties.Remove(name);
        properties["TTL"] = ttlSeconds;
        if (values is [['/', ..] id])
            properties["targetResource"] = new JsonObject { ["id"] = id };
        else if (type == "CNAME")
            properties["CNAMERecord"] = new JsonObject { ["cname"] = values[0] };
        else
            properties[$"{type}Records"] = new JsonArray([.. values.Select(value => (JsonNode)new JsonObject { [FieldOf(type)] = value })]);
        return JsonSerializer.SerializeToElement(properties);
    }

    /// <summary>The properties with another TTL.</summary>
    public JsonElement With(int ttlSeconds)
    {
        var properties = JsonObject.Create(Properties)!;
        properties["TTL"] = ttlSeconds;
        return JsonSerializer.SerializeToElement(properties);
    }

    private static IReadOnlyList<string> ValuesIn(JsonElement properties, string type)
    {
        if (properties.Text("targetResource", "id") is { } id)
            return [id];
        if (type == "CNAME")
            return properties.Text("CNAMERecord", "cname") is { } name ? [name] : [];
        return [.. properties.Items($"{type}Records").Select(record => record.Text(FieldOf(type)) ?? "")];
    }

    private static string FieldOf(string type) => type == "A" ? "ipv4Address" : "ipv6Address";
}
