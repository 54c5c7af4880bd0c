using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Makes and removes the target disk.</summary>
/// <param name="job">The job.</param>
internal sealed class ManagedDisk(DiskJob job)
{
    private LongOperation Deleting => new()
    {
        Key = job.Key("delete"),
        What = $"Deleting the {job.Subject}",
        Start = cancellation => job.Arm.DeleteAsync(job.DiskId, DiskJob.DiskVersion, cancellation),
        Probe = cancellation => job.Arm.ProbeGoneAsync(job.DiskId, DiskJob.DiskVersion, cancellation),
    };

    /// <summary>Makes an empty disk that takes an upload.</summary>
    /// <param name="fileBytes">The length of the VHD, with its footer.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is made.</returns>
    public Task CreateForUploadAsync(long fileBytes, CancellationToken cancellation) =>
        CreateAsync(new { createOption = "Upload", uploadSizeBytes = fileBytes }, cancellation);

    /// <summary>Makes a disk with the content of a snapshot.</summary>
    /// <param name="snapshotId">The snapshot, in the disk's region.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is made.</returns>
    public Task CreateFromAsync(string snapshotId, CancellationToken cancellation) =>
        CreateAsync(new { createOption = "Copy", sourceResourceId = snapshotId }, cancellation);

    /// <summary>Reads the disk that this migration made.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The disk.</returns>
    /// <exception cref="AdapterException">There is none, or it is another's.</exception>
    public async Task<ArmAnswer> GetOwnAsync(CancellationToken cancellation)
    {
        var disk = await job.FindDiskAsync(cancellation);
        return disk is not null && job.IsOwn(disk) ? disk : throw new AdapterException(
            disk is null ? "it was not made" : "it was not made by this migration", job.Subject, "Run the migration from its step 'provision' on", isTransient: false);
    }

    /// <summary>Refuses a disk of the same name that this migration did not make, whatever is on it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its own, if it was made.</returns>
    /// <exception cref="AdapterException">There is another.</exception>
    public async Task<ArmAnswer?> CheckNameAsync(CancellationToken cancellation)
    {
        var disk = await job.FindDiskAsync(cancellation);
        return disk is null || job.IsOwn(disk) ? disk : throw new AdapterException(
            "it exists, and this migration did not make it", job.Subject, $"Choose another name, or look at it and remove it: az disk show --ids {job.DiskId}", isTransient: false);
    }

    /// <summary>Lets what is under way end, before something is undone.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing is under way.</returns>
    public Task SettleAsync(CancellationToken cancellation) => job.Arm.SettleAsync(Creating(new { }), cancellation);

    /// <summary>Deletes the disk, which nobody has access to and no machine has.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is gone.</returns>
    public Task DeleteAsync(CancellationToken cancellation) => job.Arm.RunAsync(Deleting, cancellation);

    private async Task CreateAsync(object creationData, CancellationToken cancellation)
    {
        await CheckNameAsync(cancellation);
        await job.Arm.RunAsync(Creating(creationData), cancellation);
    }

    private LongOperation Creating(object creationData) => new()
    {
        Key = job.Key("create"),
        What = $"Making the {job.Subject}",
        Start = cancellation => job.Arm.PutAsync(job.DiskId, DiskJob.DiskVersion, Body(creationData), cancellation),
        Probe = cancellation => job.Arm.ProbeMadeAsync(job.DiskId, DiskJob.DiskVersion, job.IsOwn, cancellation),
    };

    private object Body(object creationData) => new
    {
        location = job.Target.Location,
        tags = ArmTags.For(job.Arm.Scope),
        sku = new { name = job.Target.Sku },
        zones = job.Target.Zone is { } zone ? new[] { zone } : null,
        properties = new { osType = job.Target.OsType, hyperVGeneration = job.Target.HyperVGeneration, creationData },
    };
}
