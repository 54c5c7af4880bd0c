using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Which machine has which disk.</summary>
internal static class MachineDisks
{
    public static void CheckAttachable(ArmCall call, JsonObject wanted)
    {
        if (wanted.Text("createOption") != "Attach")
            return;
        var id = wanted.Text("managedDisk", "id") ?? throw ArmErrorException.Bad("Required parameter 'managedDisk.id' is missing (null).");
        var disk = call.World.Resources.Find(id) ?? throw ArmErrorException.NotFound(id);
        if (disk.Body.Text("managedBy") is { } owner && !owner.Equals(call.Path.Id, StringComparison.OrdinalIgnoreCase))
            throw ArmErrorException.Conflict($"Disk {disk.Name} is already attached to {owner}.", "AttachDiskWhileBeingDetached");
        var state = disk.Body.Text("properties", "diskState");
        if (state is "ReadyToUpload" or "ActiveUpload" or "ActiveSAS" || disk.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Disk {disk.Name} cannot be attached while it is in state {state}.", "OperationNotAllowed");
    }

    /// <summary>Attaches what the profile names and makes what it wants made.</summary>
    public static void Attach(ArmCall call, ArmResource machine, bool isRunning)
    {
        foreach (var disk in Profile(machine))
        {
            if (disk.Text("managedDisk", "id") is null && disk.Text("createOption") is "FromImage" or "Empty")
                Make(call, machine, disk);
            if (call.World.Resources.Find(disk.Text("managedDisk", "id")) is not { } attached)
                continue;
            attached.Body["managedBy"] = machine.Id;
            attached.Properties["diskState"] = isRunning ? "Attached" : "Reserved";
        }
    }

    public static void Detach(ArmCall call, ArmResource machine)
    {
        foreach (var disk in Attached(call, machine))
        {
            disk.Body.Remove("managedBy");
            disk.Properties["diskState"] = "Unattached";
        }
    }

    public static void Show(ArmCall call, ArmResource machine, string state)
    {
        foreach (var disk in Attached(call, machine))
            disk.Properties["diskState"] = state;
    }

    public static void DeleteOwned(ArmCall call, ArmResource machine)
    {
        foreach (var disk in Profile(machine).Where(disk => disk.Text("deleteOption") == "Delete"))
        {
            if (disk.Text("managedDisk", "id") is { } id)
                call.World.Resources.Remove(id);
        }
    }

    private static List<ArmResource> Attached(ArmCall call, ArmResource machine) => [.. call.World.Resources.All.Where(resource =>
        machine.Id.Equals(resource.Body.Text("managedBy"), StringComparison.OrdinalIgnoreCase))];

    private static IEnumerable<JsonObject> Profile(ArmResource machine)
    {
        var profile = machine.Body.At("properties", "storageProfile");
        return profile.Items("dataDisks").Concat(profile.At("osDisk") is JsonObject system ? [system] : []);
    }

    private static void Make(ArmCall call, ArmResource machine, JsonObject wanted)
    {
        var name = wanted.Text("name") ?? $"{machine.Name}_disk_{Guid.NewGuid():N}";
        var path = new ArmPath(machine.Id);
        var id = $"{path.Scope}/providers/Microsoft.Compute/disks/{name}";
        wanted["name"] = name;
        wanted.Child("managedDisk")["id"] = id;
        if (call.World.Resources.Find(id) is not null)
            return;
        var option = wanted.Text("createOption");
        call.World.Seed(id, new JsonObject
        {
            ["location"] = machine.Body.Text("location"),
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = option },
                ["diskSizeGB"] = wanted.Number("diskSizeGB") ?? 30,
                ["provisioningState"] = "Succeeded",
                ["diskState"] = "Unattached",
            },
        });
    }
}
