using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Record sets of one type.</summary>
internal sealed class DnsRecordSetBehaviour(string recordType) : IResourceBehaviour
{
    public static readonly IReadOnlyList<string> Types = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"];

    public string Type => $"Microsoft.Network/dnsZones/{recordType}";

    public bool HasEtagInBody => true;

    public void Check(ArmCall call, ArmResource? existing)
    {
        var body = call.Body;
        if (body.ContainsKey("location"))
            throw ArmErrorException.Bad("Could not find member 'location' on object of type 'RecordSet'.", "BadRequest");
        if (call.Method == "PUT" && body.Number("properties", "TTL") is not > 0)
            throw ArmErrorException.Bad("The record set has no TTL.", "BadRequest");
        if (recordType == "CNAME" && call.Path.Name == "@")
            throw ArmErrorException.Bad("A CNAME cannot be made at the apex of a zone.", "BadRequest");
        if (existing is null && Clash(call) is { } other)
            throw ArmErrorException.Bad($"The record set conflicts with {other.Id}.", "RecordSetConflict");
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var properties = sent.Child("properties");
        var zone = new ArmPath(call.Path.ParentId!).Name;
        properties["fqdn"] = call.Path.Name == "@" ? $"{zone}." : $"{call.Path.Name}.{zone}.";
        properties["targetResource"] ??= new JsonObject();
        return sent;
    }

    public void Accepted(ArmCall call, ArmResource resource, bool isNew) => resource.Body["type"] = $"Microsoft.Network/dnszones/{recordType}";

    public void CheckDelete(ArmCall call, ArmResource resource)
    {
        if (call.Path.Name == "@" && recordType is "NS" or "SOA")
            throw ArmErrorException.Bad("This record set belongs to its zone.", "BadRequest");
    }

    // An alias stands alone at its name.
    private ArmResource? Clash(ArmCall call) => call.World.Resources.In(call.Path.ParentId!).FirstOrDefault(other =>
        other.Name.Equals(call.Path.Name, StringComparison.OrdinalIgnoreCase) && other.Type.Split('/') is { Length: 3 } type
        && !type[2].Equals(recordType, StringComparison.OrdinalIgnoreCase)
        && (recordType == "CNAME" || type[2].Equals("CNAME", StringComparison.OrdinalIgnoreCase)));
}
