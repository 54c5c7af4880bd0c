using System.Globalization;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The source's snapshot, which is the backup and stays, and its copy in the target's region, which goes.</summary>
/// <param name="job">The job.</param>
internal sealed class DiskSnapshots(DiskJob job)
{
    private static readonly TimeSpan LookAtCopyAgain = TimeSpan.FromSeconds(30);

    /// <summary>Finds the disk that the plan's source means.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The disk.</returns>
    /// <exception cref="AdapterException">There is none.</exception>
    public async Task<ArmAnswer> GetSourceAsync(CancellationToken cancellation) =>
        await job.Arm.GetAsync(await FindSourceIdAsync(cancellation), DiskJob.DiskVersion, cancellation);

    /// <summary>Finds the id of the disk that the plan's source means.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The id.</returns>
    /// <exception cref="AdapterException">The machine has no such disk.</exception>
    public async Task<string> FindSourceIdAsync(CancellationToken cancellation)
    {
        if (job.Source.Disk is { } disk)
            return ResourceIds.Parse(disk, "Microsoft.Compute/disks").ToString();
        var id = ResourceIds.Parse(job.Source.Vm!, "Microsoft.Compute/virtualMachines").ToString();
        var profile = (await job.Arm.GetAsync(id, DiskJob.MachineVersion, cancellation)).Body.Find("properties", "storageProfile") ?? default;
        var found = job.Source.Lun is { } lun
            ? profile.Items("dataDisks").FirstOrDefault(each => each.Find("lun")?.GetInt32() == lun).Text("managedDisk", "id")
            : profile.Text("osDisk", "managedDisk", "id");
        return found ?? throw new AdapterException(
            job.Source.Lun is { } number ? $"it has no managed data disk with the number {number}" : "its disk is no managed one", $"VM {id}",
            $"Look which disks it has: az vm show --ids {id} --query storageProfile", isTransient: false);
    }

    /// <summary>Takes the incremental snapshot, beside the source.</summary>
    /// <param name="source">The disk.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    public Task<ArmAnswer> TakeAsync(ArmAnswer source, CancellationToken cancellation)
    {
        var place = ResourceIds.Parse(source.Body.Text("id")!, "Microsoft.Compute/disks");
        var id = ResourceIds.Of(place.Subscription, place.Group, "Microsoft.Compute/snapshots", job.SnapshotName("source"));
        return MakeAsync("snapshot", id, source.Body.Text("location")!, new { createOption = "Copy", sourceResourceId = place.ToString() }, cancellation);
    }

    /// <summary>Brings a snapshot into the target's region, unless it is there.</summary>
    /// <param name="snapshotId">The snapshot.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>The id of a snapshot that the disk can be made from.</returns>
    /// <exception cref="OperationPendingException">Azure copies.</exception>
    public async Task<string> BringAsync(string snapshotId, CancellationToken cancellation)
    {
        var snapshot = await job.Arm.GetAsync(snapshotId, DiskJob.DiskVersion, cancellation);
        if (string.Equals(snapshot.Body.Text("location"), job.Target.Location, StringComparison.OrdinalIgnoreCase))
            return snapshotId;
        await MakeAsync("copy", job.CopyId, job.Target.Location, new { createOption = "CopyStart", sourceResourceId = snapshotId }, cancellation);
        return job.CopyId;
    }

    /// <summary>Removes the copy in the target's region, once it has ended or was given up. The source's snapshot stays.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when there is none of this migration.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    public async Task RemoveCopyAsync(CancellationToken cancellation)
    {
        await job.Arm.SettleAsync(Making("copy", job.CopyId, "", new { }), cancellation);
        if (await job.Arm.FindAsync(job.CopyId, DiskJob.DiskVersion, cancellation) is { } copy && !job.IsOwn(copy))
            return;
        await job.Arm.RunAsync(new()
        {
            Key = job.Key("copy.delete"),
            What = $"Deleting the snapshot {job.SnapshotName("copy")}",
            Start = stop => job.Arm.DeleteAsync(job.CopyId, DiskJob.DiskVersion, stop),
            Probe = stop => job.Arm.ProbeGoneAsync(job.CopyId, DiskJob.DiskVersion, stop),
        }, cancellation);
    }

    private async Task<ArmAnswer> MakeAsync(string what, string id, string location, object creationData, CancellationToken cancellation)
    {
        if (await job.Arm.FindAsync(id, DiskJob.DiskVersion, cancellation) is { } other && !job.IsOwn(other))
            throw new AdapterException("it exists, and this migration did not make it", $"snapshot {id}", $"Look at it and remove it: az snapshot show --ids {id}", isTransient: false);
        await job.Arm.RunAsync(Making(what, id, location, creationData), cancellation);
        var snapshot = await job.Arm.GetAsync(id, DiskJob.DiskVersion, cancellation);
        if (snapshot.Body.Text("properties", "copyCompletionError", "errorMessage") is { } error)
            throw new AdapterException($"the copy failed: {Scrubber.Clean(error)}", $"snapshot {id}", $"Remove it, then retry the step: az snapshot delete --ids {id}", isTransient: false);
        if (snapshot.Body.Find("properties", "completionPercent")?.GetDouble() is { } percent and < 100)
            throw new OperationPendingException(string.Create(CultureInfo.InvariantCulture, $"Azure fills the snapshot {id[(id.LastIndexOf('/') + 1)..]}: {percent:0} % done"), LookAtCopyAgain);
        return snapshot;
    }

    private LongOperation Making(string what, string id, string location, object creationData) => new()
    {
        Key = job.Key(what),
        What = $"Making the snapshot {id[(id.LastIndexOf('/') + 1)..]}",
        Start = cancellation => job.Arm.PutAsync(id, DiskJob.DiskVersion, new
        {
            location,
            tags = ArmTags.For(job.Arm.Scope),
            properties = new { incremental = true, creationData },
        }, cancellation),
        Probe = cancellation => job.Arm.ProbeMadeAsync(id, DiskJob.DiskVersion, job.IsOwn, cancellation),
    };
}
