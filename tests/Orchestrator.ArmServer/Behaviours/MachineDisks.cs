using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Which machine has which disk.</summary>
internal static class MachineDisks
{
    public static void CheckAttachable(ArmCall call, JsonObject wanted)
    {
        if (wanted.Text("createOption") != "Attach")
            return;
        CheckFree(call, wanted.Text("managedDisk", "id") ?? throw ArmErrorException.Bad("Required parameter 'managedDisk.id' is missing (null)."));
    }

    /// <summary>Another disk takes the place of the one that a machine starts from: a free one with a system of the same kind, in a deallocated machine.</summary>
    public static void CheckSwap(ArmCall call, ArmResource machine, bool isDeallocated)
    {
        var wanted = call.Body.At("properties", "storageProfile", "osDisk") as JsonObject;
        var present = machine.Body.At("properties", "storageProfile", "osDisk");
        if (wanted.Text("managedDisk", "id") is not { } id || id.Equals(present.Text("managedDisk", "id"), StringComparison.OrdinalIgnoreCase))
            return;
        if (!isDeallocated)
            throw ArmErrorException.Conflict($"The OS disk of VM {machine.Name} can only be changed while it is deallocated.", "OperationNotAllowed");
        if (wanted.Text("createOption") != present.Text("createOption"))
            throw ArmErrorException.Conflict("Changing property 'osDisk.createOption' is not allowed.", "PropertyChangeNotAllowed");
        var disk = CheckFree(call, id);
        if (wanted.Text("name") != disk.Name)
            throw ArmErrorException.Conflict("Changing property 'osDisk.name' is not allowed.", "PropertyChangeNotAllowed");
        if (disk.Body.Text("properties", "osType") != present.Text("osType"))
            throw ArmErrorException.Conflict($"Disk {disk.Name} holds another operating system, or none.", "OperationNotAllowed");
        if (SecurityOf(disk) != SecurityOf(machine))
            throw ArmErrorException.Conflict($"Disk {disk.Name} has the security type {SecurityOf(disk)}, and VM {machine.Name} has {SecurityOf(machine)}.", "OperationNotAllowed");
    }

    /// <summary>A machine does not start while somebody has access to the content of one of its disks.</summary>
    public static void CheckClosed(ArmCall call, ArmResource machine)
    {
        if (Attached(call, machine).FirstOrDefault(disk => StateOf(disk) == "ActiveSAS") is { } open)
            throw ArmErrorException.Conflict($"VM {machine.Name} cannot be started: there is an active shared access signature outstanding for disk {open.Name}. Call EndGetAccess to revoke it.", "OperationNotAllowed");
    }

    private static ArmResource CheckFree(ArmCall call, string id)
    {
        var disk = call.World.Resources.Find(id) ?? throw ArmErrorException.NotFound(id);
        if (disk.Body.Text("managedBy") is { } owner && !owner.Equals(call.Path.Id, StringComparison.OrdinalIgnoreCase))
            throw ArmErrorException.Conflict($"Disk {disk.Name} is already attached to {owner}.", "AttachDiskWhileBeingDetached");
        var state = StateOf(disk);
        if (state is "ReadyToUpload" or "ActiveUpload" or "ActiveSAS" || disk.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Disk {disk.Name} cannot be attached while it is in state {state}.", "OperationNotAllowed");
        return disk;
    }

    /// <summary>Attaches what the profile names and makes what it wants made.</summary>
    public static void Attach(ArmCall call, ArmResource machine, bool isRunning)
    {
        foreach (var disk in Profile(machine.Body))
        {
            if (disk.Text("managedDisk", "id") is null && disk.Text("createOption") is "FromImage" or "Empty")
                Make(call, machine, disk);
            if (call.World.Resources.Find(disk.Text("managedDisk", "id")) is not { } attached)
                continue;
            if (attached.Body.Text("managedBy") is null)
                ChangeHands(call, attached);
            attached.Body["managedBy"] = machine.Id;
            attached.Properties["diskState"] = isRunning ? "Attached" : "Reserved";
        }
    }

    /// <summary>Detaches the disks that a machine has, but for those that it keeps.</summary>
    public static void Detach(ArmCall call, ArmResource machine, JsonObject? kept = null)
    {
        var staying = Profile(kept).Select(disk => disk.Text("managedDisk", "id")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var disk in Attached(call, machine).Where(disk => !staying.Contains(disk.Id)))
        {
            ChangeHands(call, disk);
            disk.Body.Remove("managedBy");
            disk.Properties["diskState"] = "Unattached";
        }
    }

    /// <summary>The machine is started or stopped; one that stays deallocated leaves its disks as they are.</summary>
    public static void Show(ArmCall call, ArmResource machine, string state)
    {
        foreach (var disk in Attached(call, machine).Where(disk => StateOf(disk) != state && (StateOf(disk), state) is not ("ActiveSAS", "Reserved")))
        {
            ChangeHands(call, disk);
            disk.Properties["diskState"] = state;
        }
    }

    private static void ChangeHands(ArmCall call, ArmResource disk) => disk.Properties["LastOwnershipUpdateTime"] = call.World.Now.Time();

    private static string? StateOf(ArmResource disk) => disk.Body.Text("properties", "diskState");

    private static string SecurityOf(ArmResource resource) => resource.Body.Text("properties", "securityProfile", "securityType") ?? "Standard";

    public static void DeleteOwned(ArmCall call, ArmResource machine)
    {
        foreach (var disk in Profile(machine.Body).Where(disk => disk.Text("deleteOption") == "Delete"))
        {
            if (disk.Text("managedDisk", "id") is { } id)
                call.World.Resources.Remove(id);
        }
    }

    private static List<ArmResource> Attached(ArmCall call, ArmResource machine) => [.. call.World.Resources.All.Where(resource =>
        machine.Id.Equals(resource.Body.Text("managedBy"), StringComparison.OrdinalIgnoreCase))];

    private static IEnumerable<JsonObject> Profile(JsonObject? machine)
    {
        var profile = machine.At("properties", "storageProfile");
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
