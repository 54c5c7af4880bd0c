using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What each provider tells about its replication.</summary>
internal static class ReplicationDetails
{
    // What a request may say and an answer repeats, by provider.
    private static readonly Dictionary<string, string[]> Repeated = new()
    {
        ["A2A"] = ["fabricObjectId", "recoveryAzureVMName", "recoveryAzureVMSize", "recoveryAzureResourceGroupId"],
        ["InMageRcm"] = ["targetVmName", "targetVmSize", "targetResourceGroupId"],
        ["HyperVReplicaAzure"] = ["targetVmName", "recoveryAzureResourceGroupId"],
    };

    public static JsonObject Fresh(JsonObject input)
    {
        var provider = input.Text("instanceType") ?? "A2A";
        if (!Repeated.TryGetValue(provider, out var names))
            throw ArmErrorException.Bad($"The test server does not know the provider '{provider}'.");
        var details = new JsonObject { ["instanceType"] = provider };
        foreach (var name in names.Where(name => input[name] is not null))
            details[name] = input[name]!.DeepClone();
        if (provider == "A2A")
            ShapeAzure(details, input);
        if (provider == "HyperVReplicaAzure")
        {
            details["recoveryAzureVmName"] = input.Text("targetAzureVmName") ?? "";
            details["recoveryAzureResourceGroupId"] = input.Text("targetAzureV2ResourceGroupId") ?? "";
            details.Remove("targetVmName");
        }

        return details;
    }

    // The machine keeps its name, and each disk is told of with its size.
    private static void ShapeAzure(JsonObject details, JsonObject input)
    {
        if (input.Text("recoveryResourceGroupId") is { } group)
            details["recoveryAzureResourceGroupId"] = group;
        details["recoveryAzureVMName"] = input.Text("fabricObjectId")?.Split('/')[^1] ?? "";
        var disks = input.Items("vmManagedDisks").ToList();
        details["protectedManagedDisks"] = disks.Select((disk, index) => (JsonNode)new JsonObject
        {
            ["diskId"] = disk.Text("diskId"),
            ["diskName"] = disk.Text("diskId")!.Split('/')[^1],
            ["diskType"] = index == 0 ? "OS" : "Data",
            ["diskCapacityInBytes"] = 32L << 30,
            ["recoveryResourceGroupId"] = disk.Text("recoveryResourceGroupId"),
            ["primaryStagingAzureStorageAccountId"] = disk.Text("primaryStagingAzureStorageAccountId"),
        }).ToArray();
    }

    public static void Progress(ArmResource item, int percent, DateTimeOffset now)
    {
        var details = item.Properties.Child("providerSpecificDetails");
        switch (details.Text("instanceType"))
        {
            case "A2A":
                (details["monitoringPercentageCompletion"], details["monitoringJobType"]) = (percent, "InitialReplication");
                (details["rpoInSeconds"], details["lastRpoCalculatedTime"]) = (60, now.Time());
                break;
            case "InMageRcm":
                details["initialReplicationProgressPercentage"] = percent;
                (details["lastRpoInSeconds"], details["lastRpoCalculatedTime"]) = (60, now.Time());
                break;
            default:
                details["initialReplicationDetails"] = new JsonObject { ["initialReplicationType"] = "OverNetwork", ["initialReplicationProgressPercentage"] = $"{percent}" };
                (details["rpoInSeconds"], details["lastRpoCalculatedTime"]) = (60, now.Time());
                break;
        }
    }
}
