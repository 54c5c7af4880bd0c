using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>The machines that a migration or failover makes.</summary>
internal static class TargetMachines
{
    public static void Make(ArmCall call, ArmResource item, string suffix)
    {
        if (IdOf(item, suffix) is { } id && call.World.Resources.Find(id) is null)
            call.World.Seed(id, Body(call, item));
    }

    public static void Remove(ArmCall call, ArmResource item, string suffix)
    {
        if (IdOf(item, suffix) is { } id)
            call.World.Resources.Remove(id);
    }

    // Azure to Azure names the same things otherwise.
    private static string? IdOf(ArmResource item, string suffix)
    {
        var details = item.Body.At("properties", "providerSpecificDetails");
        var group = details.Text("targetResourceGroupId") ?? details.Text("recoveryAzureResourceGroupId");
        var name = details.Text("targetVmName") ?? details.Text("recoveryAzureVMName") ?? item.Name;
        return group is null ? null : $"{group}/providers/Microsoft.Compute/virtualMachines/{name}{suffix}";
    }

    private static JsonObject Body(ArmCall call, ArmResource item)
    {
        var group = call.World.Resources.Find(string.Join('/', IdOf(item, "")!.Split('/').Take(5)));
        return new JsonObject
        {
            ["location"] = group?.Body.Text("location") ?? "westeurope",
            ["properties"] = new JsonObject
            {
                ["vmId"] = Guid.NewGuid().ToString(),
                ["hardwareProfile"] = new JsonObject { ["vmSize"] = item.Body.Text("properties", "providerSpecificDetails", "targetVmSize") ?? "Standard_D2s_v3" },
                ["diagnosticsProfile"] = new JsonObject { ["bootDiagnostics"] = new JsonObject { ["enabled"] = true } },
                ["provisioningState"] = "Succeeded",
            },
        };
    }
}
