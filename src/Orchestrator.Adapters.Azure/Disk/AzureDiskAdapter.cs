using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// Moves a disk into a managed disk of Azure, offline: a fixed VHD by upload, a disk of another region or subscription by
/// an incremental snapshot. The VHD or the snapshot is itself the backup; the backup folder refers to it and lists its pages.
/// </summary>
/// <param name="connector">Resource Manager.</param>
/// <param name="content">Opens contents.</param>
internal sealed class AzureDiskAdapter(ArmConnector connector, DiskContent content) : IDataAdapter
{
    /// <inheritdoc/>
    public string Kind => "azureDisk";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(AzureDiskSettings), typeof(AzureDiskSourceSettings), typeof(AzureDiskTargetSettings));

    /// <inheritdoc/>
    public bool CanCompareWhileInUse => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        new DiskReadiness(JobOf(component, scope)).LookAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var job = JobOf(component, scope);
        if (side == Side.Source)
            job.CheckPlan();
        if (side == Side.Source && job.Vhd is { } path)
        {
            using var vhd = VhdFile.Open(path);
            return new(vhd.DiskBytes, 1);
        }

        var disk = side == Side.Source ? await new DiskSnapshots(job).GetSourceAsync(cancellation) : await job.FindDiskAsync(cancellation);
        return disk is null || disk.Body.Text("properties", "diskState") is "ReadyToUpload" or "ActiveUpload" ? new(0, 0) : new(SizeOf(disk), 1);
    }

    /// <inheritdoc/>
    public Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        MoveOf(component, scope).BackUpAsync(folder, cancellation);

    /// <inheritdoc/>
    public Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        MoveOf(component, scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var job = JobOf(component, scope);
        var size = await MoveOf(job).RestoreAsync(folder, cancellation);
        if (job.Target.OsDisk)
            await new OsDiskSwap(job).SwapInAsync(cancellation);
        else
            await new DiskAttachment(job).AttachAsync(cancellation);
        return size;
    }

    /// <inheritdoc/>
    public Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation) =>
        new DiskComparing(JobOf(component, scope), content).CompareAsync(backupFolder, cancellation);

    /// <inheritdoc/>
    public Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        new DiskRemoval(JobOf(component, scope)).RemoveAsync(cancellation);

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var job = JobOf(component, scope);
        if (side == Side.Target)
            return job.DiskId;
        job.CheckPlan();
        return job.Vhd ?? await new DiskSnapshots(job).FindSourceIdAsync(cancellation);
    }

    /// <summary>The length of a disk or snapshot.</summary>
    /// <param name="resource">The disk or snapshot.</param>
    /// <returns>Its length in bytes.</returns>
    internal static long SizeOf(ArmAnswer resource) =>
        resource.Body.Find("properties", "diskSizeBytes")?.GetInt64() ?? ((resource.Body.Find("properties", "diskSizeGB")?.GetInt64() ?? 0) << 30);

    private DiskJob JobOf(DataComponent component, StepScope scope) => new(connector.For(scope), component);

    private IDiskMove MoveOf(DataComponent component, StepScope scope) => MoveOf(JobOf(component, scope));

    private IDiskMove MoveOf(DiskJob job)
    {
        job.CheckPlan();
        return job.Vhd is { } vhd ? new VhdMove(job, vhd, content) : new SnapshotMove(job, content);
    }
}
