using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Storage movers, their agents, endpoints and projects.</summary>
internal sealed class StorageMoverBehaviour(string kind) : IResourceBehaviour
{
    public string Type => $"Microsoft.StorageMover/{kind}";

    public int PutStatus(bool isNew) => 200;

    public OperationStyle DeleteStyle => OperationStyle.Both;

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        if (kind.EndsWith("/agents", StringComparison.Ordinal))
        {
            var properties = sent.Child("properties");
            (properties["agentStatus"], properties["agentVersion"]) = ("Online", "3.0.412");
        }

        if (kind != "storageMovers")
            sent.Remove("location");
        return sent;
    }
}
