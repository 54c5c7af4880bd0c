using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Removes the disk that this migration made, and nothing else. A source's snapshot is a backup and stays.</summary>
/// <param name="job">The job.</param>
internal sealed class DiskRemoval(DiskJob job)
{
    private readonly DiskAttachment _attachment = new(job);
    private readonly OsDiskSwap _swap = new(job);

    /// <summary>Lets what is under way end, then takes the disk off its machine, ends every access and deletes it.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="Orchestrator.Core.Ports.OperationPendingException">Azure works on it.</exception>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        job.CheckPlan();
        var disks = new ManagedDisk(job);
        await disks.SettleAsync(cancellation);
        await _attachment.SettleAsync(cancellation);
        await _swap.SwapBackAsync(cancellation);
        var disk = await job.FindDiskAsync(cancellation);
        if (disk is not null && job.IsOwn(disk))
        {
            if (disk.Body.Text("managedBy") is { } machine)
                await TakeOffAsync(machine, cancellation);
            await new DiskAccess(job, job.DiskId).CloseAsync(cancellation);
            await disks.DeleteAsync(cancellation);
        }

        if (job.Vhd is null)
            await new DiskSnapshots(job).RemoveCopyAsync(cancellation);
        Forget();
    }

    private async Task TakeOffAsync(string machineId, CancellationToken cancellation)
    {
        var machine = await job.Arm.FindAsync(machineId, DiskJob.MachineVersion, cancellation);
        if (machine is not null && OsDiskSwap.StartsFrom(machine, job.DiskId))
            throw _swap.Foreign(machineId);
        await _attachment.DetachAsync(machineId, cancellation);
    }

    // The pages of the source's snapshot stay with the snapshot.
    private void Forget()
    {
        _swap.Forget();
        job.Notes.Remove(DiskComparing.KeptFileOf(job));
        if (!Directory.Exists(job.NoteFolder))
            return;
        foreach (var journal in Directory.EnumerateFiles(job.NoteFolder, $"{job.Component}-*.pages"))
            File.Delete(journal);
    }
}
