using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Moves a disk of another region or subscription by an incremental snapshot. https://learn.microsoft.com/azure/virtual-machines/disks-copy-incremental-snapshot-across-regions</summary>
/// <param name="job">The job.</param>
/// <param name="content">Opens contents.</param>
internal sealed class SnapshotMove(DiskJob job, DiskContent content) : IDiskMove
{
    private readonly DiskSnapshots _snapshots = new(job);

    /// <summary>The file with the pages of the source's snapshot, which never changes.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The file.</returns>
    internal static string PagesOf(DiskJob job) => Path.Combine(job.NoteFolder, $"{job.Component}-source.sha256");

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(string folder, CancellationToken cancellation)
    {
        var snapshot = await _snapshots.TakeAsync(await _snapshots.GetSourceAsync(cancellation), cancellation);
        var id = snapshot.Body.Text("id")!;
        var diskBytes = AzureDiskAdapter.SizeOf(snapshot);
        var pages = await ReadAsync(id, diskBytes, cancellation);
        var manifest = new DiskManifest { Snapshot = id, DiskBytes = diskBytes, PageCount = pages.Count, Checksum = pages.Checksum };
        manifest.Write(folder, pages);
        return manifest.Size;
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await new ManagedDisk(job).CheckNameAsync(cancellation);
        var snapshot = await _snapshots.TakeAsync(await _snapshots.GetSourceAsync(cancellation), cancellation);
        if (await job.FindDiskAsync(cancellation) is null)
            await _snapshots.BringAsync(snapshot.Body.Text("id")!, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(string folder, CancellationToken cancellation)
    {
        var (manifest, _) = DiskManifest.Read(folder);
        if (manifest.Snapshot is not { } snapshot)
            throw new AdapterException("it is the backup of a VHD", $"the backup {folder}", "Run the migration again, which makes a new one", isTransient: false);
        var disks = new ManagedDisk(job);
        if ((await disks.CheckNameAsync(cancellation))?.ProvisioningState != "Succeeded")
            await disks.CreateFromAsync(await _snapshots.BringAsync(snapshot, cancellation), cancellation);
        await _snapshots.RemoveCopyAsync(cancellation);
        return manifest.Size;
    }

    // Kept before the access is closed, which may take a while, so that nothing is read twice for that.
    private async Task<DiskPages> ReadAsync(string snapshotId, long diskBytes, CancellationToken cancellation)
    {
        var access = new DiskAccess(job, snapshotId);
        var path = PagesOf(job);
        if (!File.Exists(path))
            (await new DiskReading(job, access, content).ReadAsync(diskBytes, cancellation)).Write(path);
        await access.CloseAsync(cancellation);
        return DiskPages.Read(path);
    }
}
