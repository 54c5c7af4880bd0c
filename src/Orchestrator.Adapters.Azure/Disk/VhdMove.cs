using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Uploads a VHD into a managed disk. https://learn.microsoft.com/azure/virtual-machines/disks-upload-vhd-to-managed-disk-cli</summary>
/// <param name="job">The job.</param>
/// <param name="path">The VHD.</param>
/// <param name="content">Opens contents.</param>
internal sealed class VhdMove(DiskJob job, string path, DiskContent content) : IDiskMove
{
    /// <inheritdoc/>
    public Task<DataSize> BackUpAsync(string folder, CancellationToken cancellation) => Task.Run(() =>
    {
        using var vhd = VhdFile.Open(path);
        var pages = DiskPages.Of(vhd, job.Arm.Scope.Progress, cancellation);
        var manifest = new DiskManifest { Vhd = path, DiskBytes = vhd.DiskBytes, PageCount = pages.Count, Checksum = pages.Checksum };
        manifest.Write(folder, pages);
        return manifest.Size;
    }, cancellation);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        using var vhd = VhdFile.Open(path);
        await new ManagedDisk(job).CreateForUploadAsync(vhd.FileBytes, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(string folder, CancellationToken cancellation)
    {
        var (manifest, pages) = DiskManifest.Read(folder);
        var disk = await new ManagedDisk(job).GetOwnAsync(cancellation);
        using var vhd = VhdFile.Open(path);
        CheckSize(vhd, manifest, disk);
        using var journal = new PageJournal(JournalOf(job, disk));
        var upload = new DiskUpload(job, vhd, pages, journal);
        if (disk.Body.Text("properties", "diskState") is "ReadyToUpload" or "ActiveUpload")
            await SendAsync(upload, cancellation);
        else if (!upload.IsComplete)
            throw Closed();
        return manifest.Size;
    }

    /// <summary>Where is noted which pages a disk has: a disk that was made anew has another note.</summary>
    /// <param name="job">The job.</param>
    /// <param name="disk">The disk.</param>
    /// <returns>The file.</returns>
    internal static string JournalOf(DiskJob job, ArmAnswer disk) =>
        Path.Combine(job.NoteFolder, $"{job.Component}-{disk.Body.Text("properties", "uniqueId") ?? "disk"}.pages");

    private async Task SendAsync(DiskUpload upload, CancellationToken cancellation)
    {
        var access = new DiskAccess(job, job.DiskId);
        if (!upload.IsComplete && !await upload.SendAsync(content.Open(await access.OpenAsync("Write", cancellation), job.Settings.Timeout), cancellation))
            throw access.Refused(wasUsed: upload.SentPages > 0);
        await access.CloseAsync(cancellation);
    }

    private void CheckSize(VhdFile vhd, DiskManifest manifest, ArmAnswer disk)
    {
        if (vhd.DiskBytes != manifest.DiskBytes || disk.Body.Find("properties", "creationData", "uploadSizeBytes")?.GetInt64() is { } bytes && bytes != vhd.FileBytes)
            throw new AdapterException("its size has changed since it was backed up", $"VHD {path}", "Find out who writes to it, then roll back and migrate again", isTransient: false);
    }

    private AdapterException Closed() => new(
        "its upload was ended before everything was sent, and Azure does not open it again", job.Subject,
        "Roll the migration back, which removes the disk, and start it again", isTransient: false);
}
