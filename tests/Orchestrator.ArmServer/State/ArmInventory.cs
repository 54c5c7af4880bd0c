using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Says how a resource stands, the same whenever it stands the same.</summary>
internal static class ArmInventory
{
    public static string LineOf(ArmResource resource)
    {
        var power = resource.Type == "Microsoft.Compute/virtualMachines" ? $" {VirtualMachineBehaviour.PowerOf(resource)}" : "";
        return $"{resource.Id}{power} {Sorted(resource.Body)?.ToJsonString()}";
    }

    // What is empty is as good as not there, and versions and moments differ after what was done and taken back.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject parts => Sorted(parts),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonObject? Sorted(JsonObject parts)
    {
        var sorted = new JsonObject();
        foreach (var (name, value) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            if (name is not ("etag" or "changedTime") && Sorted(value) is { } kept)
                sorted[name] = kept;
        }

        return sorted.Count == 0 ? null : sorted;
    }
}
