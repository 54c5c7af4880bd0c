using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.StorageMover;

/// <summary>
/// Moves a tree of files into Azure Blob Storage with Azure Storage Mover, whose agent stands beside the source. The backup
/// is a ledger of the source, which stays as it is; the proof is that ledger against the target read back.
/// </summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="open">Opens the container of a URL that names it.</param>
internal sealed class StorageMoverAdapter(ArmConnector connector, Func<Uri, BlobContainerClient> open) : IDataAdapter
{
    /// <inheritdoc/>
    public string Kind => "storageMover";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(StorageMoverSettings), typeof(StorageMoverSource), typeof(StorageMoverTarget));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
            var findings = (await new StorageMoverReadiness(request, connector.For(scope)).LookAsync(cancellation)).ToList();
            await RunAsync(request, () => Task.Run(request.Tree.Measure, cancellation), cancellation);
            if (await TargetOf(request, scope).FindObstacleAsync(cancellation) is { } occupied)
                findings.Add(Of(occupied));
            return findings;
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            return [Of(error)];
        }
    }

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        return side == Side.Target
            ? await TargetOf(request, scope).MeasureAsync(cancellation)
            : await RunAsync(request, () => Task.Run(request.Tree.Measure, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        return await RunAsync(request, async () =>
        {
            var size = await Task.Run(request.Tree.Measure, cancellation);
            var lines = request.Tree.ReadAsync(request.Settings.Parallelism, cancellation);
            var seal = await new TreeLedger(folder).WriteAsync(lines, size.SizeBytes, scope.Progress, cancellation);
            return new DataSize(seal.SizeBytes, seal.FileCount);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await TargetOf(await StorageMoverRequest.ReadAsync(component, scope, cancellation), scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        var seal = new TreeLedger(folder).ReadSeal();
        await new StorageMoverJob(request, connector.For(scope)).RunAsync(seal, TargetOf(request, scope), cancellation);
        return new(seal.SizeBytes, seal.FileCount);
    }

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        return await RunAsync(request, () =>
        {
            var parallelism = request.Settings.Parallelism;
            var ledger = backupFolder is null ? request.Tree.ReadAsync(parallelism, cancellation) : new TreeLedger(backupFolder).ReadAsync(cancellation);
            return new TreeProof(TargetOf(request, scope), parallelism).RunAsync(component.Name, ledger, scope.Progress, cancellation);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        await new StorageMoverJob(request, connector.For(scope)).RemoveAsync(cancellation);
        await TargetOf(request, scope).RemoveAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await StorageMoverRequest.ReadAsync(component, scope, cancellation);
        return side == Side.Source ? request.Tree.Path : TargetOf(request, scope).Location;
    }

    private BlobTree TargetOf(StorageMoverRequest request, StepScope scope) =>
        new(open(request.Container), request.Folder.Length == 0 ? "" : $"{request.Folder}/", scope.MigrationId);

    // What the file system and the service say is explained to the reader.
    private static Task<T> RunAsync<T>(StorageMoverRequest request, Func<Task<T>> work, CancellationToken cancellation) =>
        BlobErrors.ExplainAsync($"data '{request.Name}'", work, cancellation);

    private static Finding Of(AdapterException error) => new(error.Subject, error.Problem, error.Remedy, IsBlocking: true);
}
