using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>The machines that a migration or failover makes.</summary>
internal static class TargetMachines
{
    public static void Make(ArmCall call, ArmResource item, string suffix)
    {
        if (IdOf(item, suffix) is not { } id || call.World.Resources.Find(id) is not null)
            return;
        var machine = call.World.Seed(id, Body(call, item));
        MakeDisks(call, item, machine);
        MakeInterface(call, item, machine);
    }

    public static void Remove(ArmCall call, ArmResource item, string suffix)
    {
        if (IdOf(item, suffix) is not { } id || call.World.Resources.Find(id) is not { } machine)
            return;
        foreach (var disk in call.World.Resources.All.Where(part => part.Body.Text("managedBy") == id).ToList())
            call.World.Resources.Remove(disk.Id);
        foreach (var card in machine.Body.Items("properties", "networkProfile", "networkInterfaces").ToList())
            call.World.Resources.Remove(card.Text("id")!);
        call.World.Resources.Remove(id);
    }

    private static void MakeDisks(ArmCall call, ArmResource item, ArmResource machine)
    {
        var profile = machine.Properties.Child("storageProfile");
        var disks = item.Body.Items("properties", "providerSpecificDetails", "protectedDisks")
            .Concat(item.Body.Items("properties", "providerSpecificDetails", "protectedManagedDisks")).ToList();
        var others = new JsonArray();
        for (var index = 0; index < disks.Count; index++)
        {
            var part = Part(machine, "Microsoft.Compute/disks", $"disk-{index}", item, "targetDiskTags");
            part.Body["managedBy"] = machine.Id;
            part.Body["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = "Empty" },
                ["diskSizeGB"] = 32,
                ["diskState"] = "Attached",
                ["provisioningState"] = "Succeeded",
            };
            call.World.Seed(part.Id, part.Body);
            var attached = new JsonObject { ["createOption"] = "Attach", ["managedDisk"] = new JsonObject { ["id"] = part.Id } };
            if (disks[index].Text("isOSDisk") == "true" || disks[index].Text("diskType") == "OS")
                profile["osDisk"] = attached;
            else
                others.Add(attached.With("lun", others.Count));
        }

        profile["dataDisks"] = others;
    }

    private static void MakeInterface(ArmCall call, ArmResource item, ArmResource machine)
    {
        var (id, body) = Part(machine, "Microsoft.Network/networkInterfaces", "nic", item, "targetNicTags");
        body["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["virtualMachine"] = new JsonObject { ["id"] = machine.Id } };
        call.World.Seed(id, body);
        machine.Properties["networkProfile"] = new JsonObject { ["networkInterfaces"] = new JsonArray(new JsonObject { ["id"] = id }) };
    }

    private static (string Id, JsonObject Body) Part(ArmResource machine, string type, string suffix, ArmResource item, string tags) =>
        ($"{string.Join('/', machine.Id.Split('/').Take(5))}/providers/{type}/{machine.Name}-{suffix}", Tagged(machine.Body.Text("location")!, item, tags));

    private static JsonObject Tagged(string location, ArmResource item, string tags)
    {
        var body = new JsonObject { ["location"] = location };
        if (item.Body.At("properties", "providerSpecificDetails", tags) is { } given)
            body["tags"] = given.DeepClone();
        return body;
    }

    private static JsonObject With(this JsonObject node, string name, JsonNode value)
    {
        node[name] = value;
        return node;
    }

    /// <summary>The id of the machine that an item makes. Azure to Azure names the same things otherwise.</summary>
    public static string? IdOf(ArmResource item, string suffix)
    {
        var details = item.Body.At("properties", "providerSpecificDetails");
        var group = details.Text("targetResourceGroupId") ?? details.Text("recoveryAzureResourceGroupId");
        var name = details.Text("targetVmName") ?? details.Text("recoveryAzureVMName") ?? item.Name;
        return group is null ? null : $"{group}/providers/Microsoft.Compute/virtualMachines/{name}{suffix}";
    }

    private static JsonObject Body(ArmCall call, ArmResource item)
    {
        var group = call.World.Resources.Find(string.Join('/', IdOf(item, "")!.Split('/').Take(5)));
        var body = Tagged(group?.Body.Text("location") ?? "westeurope", item, "targetVmTags");
        body["properties"] = new JsonObject
        {
            ["vmId"] = Guid.NewGuid().ToString(),
            ["hardwareProfile"] = new JsonObject { ["vmSize"] = item.Body.Text("properties", "providerSpecificDetails", "targetVmSize") ?? "Standard_D2s_v3" },
            ["diagnosticsProfile"] = new JsonObject { ["bootDiagnostics"] = new JsonObject { ["enabled"] = true } },
            ["provisioningState"] = "Succeeded",
        };
        return body;
    }
}
