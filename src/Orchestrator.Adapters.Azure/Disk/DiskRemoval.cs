using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Removes the disk that this migration made, and nothing else. A source's snapshot is a backup and stays.</summary>
/// <param name="job">The job.</param>
internal sealed class DiskRemoval(DiskJob job)
{
    /// <summary>Lets what is under way end, then takes the disk off its machine, ends every access and deletes it.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="Orchestrator.Core.Ports.OperationPendingException">Azure works on it.</exception>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        job.CheckSource();
        var disks = new ManagedDisk(job);
        var attachment = new DiskAttachment(job);
        await disks.SettleAsync(cancellation);
        await attachment.SettleAsync(cancellation);
        var disk = await job.FindDiskAsync(cancellation);
        if (disk is not null && job.IsOwn(disk))
        {
            if (disk.Body.Text("managedBy") is { } machine)
                await attachment.DetachAsync(machine, cancellation);
            await new DiskAccess(job, job.DiskId).CloseAsync(cancellation);
            await disks.DeleteAsync(cancellation);
        }

        if (job.Vhd is null)
            await new DiskSnapshots(job).RemoveCopyAsync(cancellation);
        Forget();
    }

    // The pages of the source's snapshot stay with the snapshot.
    private void Forget()
    {
        job.Notes.Remove(DiskComparing.KeptFileOf(job));
        if (!Directory.Exists(job.NoteFolder))
            return;
        foreach (var journal in Directory.EnumerateFiles(job.NoteFolder, $"{job.Component}-*.pages"))
            File.Delete(journal);
    }
}
