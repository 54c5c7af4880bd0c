using Azure.Storage.Blobs;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>
/// Moves a large tree of files into Azure Blob Storage with the operator's azcopy. The backup is a ledger of the source,
/// which stays as it is; the proof is that ledger against the target read back, and nothing that azcopy says.
/// </summary>
/// <param name="runner">Runs azcopy; <see langword="null"/> on a host that runs no commands.</param>
/// <param name="open">Opens the container of a URL that names it.</param>
internal sealed class AzCopyAdapter(ICommandRunner? runner, Func<Uri, BlobContainerClient> open) : IDataAdapter
{
    /// <inheritdoc/>
    public string Kind => "azCopy";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(AzCopySettings), typeof(AzCopySource), typeof(AzCopyTarget));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        if ((runner is null ? NoRunner() : runner.FindObstacle(component.ReadSettings<AzCopySettings>().Command)) is { } obstacle)
            findings.Add(obstacle);
        try
        {
            var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
            await RunAsync(request, () => Task.Run(request.Source.Measure, cancellation), cancellation);
            if (await TargetOf(request, scope).FindObstacleAsync(cancellation) is { } occupied)
                findings.Add(Of(occupied));
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            findings.Add(Of(error));
        }

        return findings;
    }

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        return side == Side.Target
            ? await TargetOf(request, scope).MeasureAsync(cancellation)
            : await RunAsync(request, () => Task.Run(request.Source.Measure, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        return await RunAsync(request, async () =>
        {
            var size = await Task.Run(request.Source.Measure, cancellation);
            var lines = request.Source.ReadAsync(request.Settings.Parallelism, cancellation);
            var seal = await new TreeLedger(folder).WriteAsync(lines, size.SizeBytes, scope.Progress, cancellation);
            return new DataSize(seal.SizeBytes, seal.FileCount);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await TargetOf(await AzCopyRequest.ReadAsync(component, scope, cancellation), scope).PrepareAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        var ledger = new TreeLedger(folder);
        return await RunAsync(request, async () =>
        {
            var seal = ledger.ReadSeal();
            await new AzCopyJob(Runner, request, scope).RunAsync(ledger, TargetOf(request, scope), cancellation);
            return new DataSize(seal.SizeBytes, seal.FileCount);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        return await RunAsync(request, () =>
        {
            var parallelism = request.Settings.Parallelism;
            var ledger = backupFolder is null ? request.Source.ReadAsync(parallelism, cancellation) : new TreeLedger(backupFolder).ReadAsync(cancellation);
            return new TreeProof(TargetOf(request, scope), parallelism).RunAsync(component.Name, ledger, scope.Progress, cancellation);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        if (runner is not null)
            await new AzCopyJob(runner, request, scope).ForgetAsync(cancellation);
        await TargetOf(request, scope).RemoveAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await AzCopyRequest.ReadAsync(component, scope, cancellation);
        return side == Side.Source ? request.Source.Path : request.TargetUrl.ToUri().AbsoluteUri;
    }

    private ICommandRunner Runner => runner ?? throw new AdapterException(
        NoRunner().Problem, NoRunner().Subject, NoRunner().Remedy, isTransient: false);

    private BlobTree TargetOf(AzCopyRequest request, StepScope scope)
    {
        var container = new BlobUriBuilder(request.TargetUrl.ToUri()) { BlobName = "" };
        var folder = request.TargetUrl.BlobName;
        return new(open(container.ToUri()), folder.Length == 0 ? "" : $"{folder}/", scope.MigrationId);
    }

    // What the file system and the service say is explained to the reader.
    private static Task<T> RunAsync<T>(AzCopyRequest request, Func<Task<T>> work, CancellationToken cancellation) =>
        BlobErrors.ExplainAsync($"data '{request.Name}'", work, cancellation);

    private static Finding NoRunner() => new("azcopy", "this host runs no commands", "Use a host that does, or the kind 'storageMover'", IsBlocking: true);

    private static Finding Of(AdapterException error) => new(error.Subject, error.Problem, error.Remedy, IsBlocking: true);
}
