using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// Attaches the disk to its machine as a data disk and takes it off again. Azure knows only whole lists, so each write says
/// which one it has seen, where Azure gives machines an ETag.
/// </summary>
/// <param name="job">The job.</param>
internal sealed class DiskAttachment(DiskJob job)
{
    /// <summary>Attaches the disk, where the plan names a machine.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is attached.</returns>
    /// <exception cref="AdapterException">The machine is not there or not deallocated, or another disk has the number.</exception>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        if (job.MachineId is not { } machineId)
            return;
        var machine = await job.Arm.GetAsync(machineId, DiskJob.MachineVersion, cancellation);
        if (!Has(machine))
        {
            CheckRoom(machine);
            await job.CheckDeallocatedAsync(machineId, cancellation); // the disk is compared before it is used
        }

        await job.Arm.RunAsync(Changing("attach", machineId, isAttached: true), cancellation);
    }

    /// <summary>Takes the disk off whatever machine has it.</summary>
    /// <param name="machineId">The machine.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is off.</returns>
    public Task DetachAsync(string machineId, CancellationToken cancellation) =>
        job.Arm.RunAsync(Changing("detach", machineId, isAttached: false), cancellation);

    /// <summary>Lets an attaching end before it is undone, and a detaching before the disk is deleted.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing is under way.</returns>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (job.MachineId is not { } id)
            return;
        await job.Arm.SettleAsync(Changing("attach", id, isAttached: true), cancellation);
        await job.Arm.SettleAsync(Changing("detach", id, isAttached: false), cancellation);
    }

    /// <summary>What another disk of the machine has the number that the plan gives.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>Its name; <see langword="null"/> when the number is free.</returns>
    public string? OccupantOf(ArmAnswer machine) => DataDisks(machine)
        .Where(disk => disk.Find("lun")?.GetInt32() == job.Target.Lun && !IsOurs(disk))
        .Select(disk => disk.Text("name") ?? "another disk")
        .FirstOrDefault();

    private void CheckRoom(ArmAnswer machine)
    {
        if (OccupantOf(machine) is { } other)
            throw new AdapterException($"{other} has the number {job.Target.Lun}", $"VM {job.MachineId}", "Give another 'lun' in the plan's target", isTransient: false);
    }

    private LongOperation Changing(string what, string machineId, bool isAttached) => new()
    {
        Key = job.Key(what),
        What = $"{(isAttached ? "Attaching" : "Detaching")} the {job.Subject} ({machineId[(machineId.LastIndexOf('/') + 1)..]})",
        Start = async cancellation =>
        {
            var machine = await job.Arm.GetAsync(machineId, DiskJob.MachineVersion, cancellation);
            var condition = machine.ETag is { } etag ? ArmCondition.Unchanged(etag) : null;
            return await job.Arm.PatchAsync(machineId, DiskJob.MachineVersion, Body(machine, isAttached), cancellation, condition);
        },
        Probe = async cancellation => isAttached || await job.Arm.FindAsync(machineId, DiskJob.MachineVersion, cancellation) is not null
            ? await job.Arm.ProbeMadeAsync(machineId, DiskJob.MachineVersion, machine => Has(machine) == isAttached, cancellation)
            : OperationProbe.Done,
    };

    private JsonObject Body(ArmAnswer machine, bool isAttached)
    {
        var disks = new JsonArray([.. DataDisks(machine).Where(disk => !IsOurs(disk)).Select(disk => JsonObject.Create(disk))]);
        if (isAttached)
            disks.Add(new JsonObject { ["lun"] = job.Target.Lun, ["createOption"] = "Attach", ["managedDisk"] = new JsonObject { ["id"] = job.DiskId } });
        return new JsonObject { ["properties"] = new JsonObject { ["storageProfile"] = new JsonObject { ["dataDisks"] = disks } } };
    }

    private bool Has(ArmAnswer machine) => DataDisks(machine).Any(IsOurs);

    private bool IsOurs(JsonElement disk) => disk.Text("managedDisk", "id") is { } id && ResourceIds.AreSame(id, job.DiskId);

    private static IEnumerable<JsonElement> DataDisks(ArmAnswer machine) => machine.Body.Items("properties", "storageProfile", "dataDisks");
}
