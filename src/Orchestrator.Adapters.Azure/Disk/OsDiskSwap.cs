using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// Puts the disk in the place of its machine's disk with the operating system, and the former one back. The former one is
/// noted before anything is changed, and never deleted. https://learn.microsoft.com/azure/virtual-machines/linux/os-disk-swap
/// </summary>
/// <param name="job">The job.</param>
internal sealed class OsDiskSwap(DiskJob job)
{
    // What the present disk is like, and not how the machine uses it; a size that is sent would resize the other disk.
    private static readonly string[] OfTheDiskItself = ["diskSizeGB", "image", "vhd"];

    private string FormerFile => $"{job.Component}-former-os-disk.json";

    /// <summary>Whether a machine starts from a disk.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="diskId">The disk.</param>
    /// <returns>Whether it does.</returns>
    public static bool StartsFrom(ArmAnswer machine, string diskId) =>
        machine.Body.Text("properties", "storageProfile", "osDisk", "managedDisk", "id") is { } id && ResourceIds.AreSame(id, diskId);

    /// <summary>The disk that a machine starts from, if another can take its place.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="machineId">Its id.</param>
    /// <returns>How the machine uses it.</returns>
    /// <exception cref="AdapterException">No other can.</exception>
    public static JsonElement OsDiskOf(ArmAnswer machine, string machineId) =>
        machine.Body.Find("properties", "storageProfile", "osDisk") is { } disk && disk.Text("managedDisk", "id") is not null && disk.Find("diffDiskSettings") is null
            ? disk
            : throw new AdapterException(
                "its disk with the operating system cannot be swapped: it is not a managed one, or ephemeral", $"VM {machineId}",
                "Make the machine with a managed disk, or leave 'vm' and 'osDisk' out and make the machine from the disk: az vm create --attach-os-disk", isTransient: false);

    /// <summary>Puts the disk in, where the plan names a machine.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when the machine starts from it.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    /// <exception cref="AdapterException">The machine is not there or not deallocated, or has no disk that can be swapped.</exception>
    public async Task SwapInAsync(CancellationToken cancellation)
    {
        if (job.MachineId is not { } machineId)
            return;
        var machine = await job.Arm.GetAsync(machineId, DiskJob.MachineVersion, cancellation);
        if (!StartsFrom(machine, job.DiskId))
        {
            await job.CheckDeallocatedAsync(machineId, cancellation);
            job.Notes.Write(FormerFile, new FormerOsDisk(machineId, OsDiskOf(machine, machineId)));
        }

        await job.Arm.RunAsync(SwappingIn(machineId), cancellation);
    }

    /// <summary>Lets a swap that is under way end, and puts the former disk back with the settings that it had. Fine when nothing was swapped.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when the machine starts from the former one, or is not this migration's matter any more.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    /// <exception cref="AdapterException">The machine is not deallocated.</exception>
    public async Task SwapBackAsync(CancellationToken cancellation)
    {
        if (Former is not { } former)
            return;
        await job.Arm.SettleAsync(SwappingIn(former.MachineId), cancellation);
        if (await job.Arm.FindAsync(former.MachineId, DiskJob.MachineVersion, cancellation) is not { } machine)
            return;
        var isOurs = StartsFrom(machine, job.DiskId);
        if (isOurs)
            await job.CheckDeallocatedAsync(former.MachineId, cancellation);
        // A swap that failed may show the right disk already; one that somebody else put there stays.
        if (isOurs || StartsFrom(machine, former.DiskId))
            await job.Arm.RunAsync(SwappingBack(former), cancellation);
    }

    /// <summary>The error about a machine that this migration did not make start from the disk.</summary>
    /// <param name="machineId">The machine.</param>
    /// <returns>The error to throw.</returns>
    public AdapterException Foreign(string machineId) => new(
        "a machine starts from it, and this migration did not make it do so", job.Subject,
        $"Delete that machine, or give it another disk: az vm update --ids {machineId} --os-disk DISK; then retry the step", isTransient: false);

    /// <summary>Forgets the former disk, once the machine has it again or never lost it.</summary>
    public void Forget() => job.Notes.Remove(FormerFile);

    private FormerOsDisk? Former => job.Notes.Read<FormerOsDisk>(FormerFile);

    private LongOperation SwappingIn(string machineId) =>
        Swapping("swap", machineId, machine => Body(OsDiskOf(machine, machineId), job.DiskId), job.DiskId);

    private LongOperation SwappingBack(FormerOsDisk former) =>
        Swapping("swapBack", former.MachineId, _ => Body(former.Disk, former.DiskId), former.DiskId);

    private LongOperation Swapping(string what, string machineId, Func<ArmAnswer, JsonObject> bodyFor, string diskId) => new()
    {
        Key = job.Key(what),
        What = $"Making the machine {NameOf(machineId)} start from the disk {NameOf(diskId)}",
        Start = async cancellation =>
        {
            var machine = await job.Arm.GetAsync(machineId, DiskJob.MachineVersion, cancellation);
            var condition = machine.ETag is { } etag ? ArmCondition.Unchanged(etag) : null;
            return await job.Arm.PatchAsync(machineId, DiskJob.MachineVersion, bodyFor(machine), cancellation, condition);
        },
        Probe = cancellation => job.Arm.ProbeMadeAsync(machineId, DiskJob.MachineVersion, machine => StartsFrom(machine, diskId), cancellation),
    };

    private static JsonObject Body(JsonElement pattern, string diskId)
    {
        var disk = JsonObject.Create(pattern)!;
        foreach (var name in OfTheDiskItself)
            disk.Remove(name);
        disk["name"] = NameOf(diskId);
        disk["managedDisk"] = new JsonObject { ["id"] = diskId };
        return new JsonObject { ["properties"] = new JsonObject { ["storageProfile"] = new JsonObject { ["osDisk"] = disk } } };
    }

    private static string NameOf(string id) => id[(id.LastIndexOf('/') + 1)..];
}
