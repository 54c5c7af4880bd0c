using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Parts of a network: their parts have ids and etags of their own.</summary>
internal sealed class NetworkBehaviour(string kind) : IResourceBehaviour
{
    // The collections of parts that are shown as resources.
    private static readonly string[] Parts = ["ipConfigurations", "subnets"];

    public string Type => $"Microsoft.Network/{kind}";

    public OperationStyle PutStyle => OperationStyle.AsyncOperation;

    public OperationStyle PatchStyle => OperationStyle.None;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public bool HasEtagInBody => true;

    public void CheckDelete(ArmCall call, ArmResource resource)
    {
        if (resource.Body.Text("properties", "virtualMachine", "id") is { } machine)
            throw new ArmErrorException(400, "NicInUse", $"Network Interface {resource.Id} is used by existing resource {machine}.");
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var properties = sent.Child("properties");
        properties["resourceGuid"] = existing?.Body.Text("properties", "resourceGuid") ?? Guid.NewGuid().ToString();
        if (existing?.Body.At("properties", "virtualMachine") is { } machine)
            properties["virtualMachine"] = machine.DeepClone();
        foreach (var collection in Parts)
        {
            foreach (var part in properties.Items(collection))
            {
                part["id"] = $"{call.Path.Id}/{collection}/{part.Text("name")}";
                part["etag"] = $"W/\"{Guid.NewGuid()}\"";
                part.Child("properties")["provisioningState"] = "Succeeded";
            }
        }

        return sent;
    }
}
