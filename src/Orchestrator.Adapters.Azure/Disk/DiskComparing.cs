using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Reads the disk back, page by page, and compares it with the source or with the backup.</summary>
/// <param name="job">The job.</param>
/// <param name="content">Opens contents.</param>
internal sealed class DiskComparing(DiskJob job, DiskContent content)
{
    // An older result was left by a run that failed; who retries then wants to know how things are now.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(30);

    private readonly DiskAccess _access = new(job, job.DiskId);

    private string KeptFile => KeptFileOf(job);

    /// <summary>The note with a result that was not given yet.</summary>
    /// <param name="job">The job.</param>
    /// <returns>Its name.</returns>
    internal static string KeptFileOf(DiskJob job) => $"{job.Component}-compared.json";

    /// <summary>Compares.</summary>
    /// <param name="backupFolder">The backup; <see langword="null"/> for the source itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationPendingException">Azure grants or ends the access.</exception>
    public async Task<DataComparison> CompareAsync(string? backupFolder, CancellationToken cancellation)
    {
        job.CheckPlan();
        var disk = await new ManagedDisk(job).GetOwnAsync(cancellation);
        var kept = job.Notes.Read<KeptComparison>(KeptFile);
        if (kept is null || kept.Reference != NameOf(backupFolder) || !IsFresh(kept, disk))
        {
            CheckFree(disk);
            kept = await ReadAsync(disk, backupFolder, cancellation);
            job.Notes.Write(KeptFile, kept);
        }

        await _access.CloseAsync(cancellation);
        job.Notes.Remove(KeptFile);
        return kept.Comparison ?? throw kept.Failure!.ToError();
    }

    // Whoever has had the disk since may have written to it. Azure's word is compared with itself: clocks differ.
    private bool IsFresh(KeptComparison kept, ArmAnswer disk) =>
        kept.At >= job.Arm.Connector.Time.GetUtcNow() - Freshness && kept.Owned == OwnedOf(disk);

    private static string? OwnedOf(ArmAnswer disk) => disk.Body.Text("properties", "LastOwnershipUpdateTime");

    private void CheckFree(ArmAnswer disk)
    {
        if (disk.Body.Text("properties", "diskState") is "Attached")
            throw new AdapterException(
                "it is in use by a machine that is allocated, and what is read would change meanwhile", job.Subject,
                $"Deallocate the machine, then retry the step: az vm deallocate --ids {disk.Body.Text("managedBy")}", isTransient: false);
    }

    // A failure is kept as well: no machine starts whose disk is still open to readers.
    private async Task<KeptComparison> ReadAsync(ArmAnswer disk, string? backupFolder, CancellationToken cancellation)
    {
        var kept = new KeptComparison(null, NameOf(backupFolder), job.Arm.Connector.Time.GetUtcNow()) { Owned = OwnedOf(disk) };
        try
        {
            var target = await new DiskReading(job, _access, content).ReadAsync(SizeOf(disk), cancellation);
            var reference = await Task.Run(() => ReferenceOf(backupFolder, cancellation), cancellation);
            return kept with { Comparison = DiskComparer.Compare(job, reference, target), At = job.Arm.Connector.Time.GetUtcNow() };
        }
        catch (AdapterException error)
        {
            return kept with { Failure = FailedReading.Of(error), At = job.Arm.Connector.Time.GetUtcNow() };
        }
    }

    private static string NameOf(string? backupFolder) => backupFolder ?? "source";

    private static long SizeOf(ArmAnswer disk) =>
        disk.Body.Find("properties", "creationData", "uploadSizeBytes")?.GetInt64() is { } upload ? upload - VhdFooter.Bytes : AzureDiskAdapter.SizeOf(disk);

    private DiskPages ReferenceOf(string? backupFolder, CancellationToken cancellation)
    {
        if (backupFolder is not null)
            return DiskManifest.Read(backupFolder).Pages;
        if (job.Vhd is not { } path)
            return DiskPages.Read(SnapshotMove.PagesOf(job));
        using var vhd = VhdFile.Open(path);
        return DiskPages.Of(vhd, job.Arm.Scope.Progress, cancellation);
    }
}
