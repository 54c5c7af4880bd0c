using Orchestrator.Adapters.Files.Sync;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>Keeps a tree of files in step with another one by looking for changes.</summary>
internal sealed partial class FilesDataAdapter : IOnlineDataAdapter
{
    /// <inheritdoc/>
    public bool CanRefuseWrites => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new SyncReadiness(request, scope).Look(cancellation), cancellation);

    /// <inheritdoc/>
    public Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Keeper(request, component, direction, scope).Configure(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request =>
        {
            var size = Keeper(request, component, SyncDirection.Forward, scope).CopyBaseline(cancellation);
            Log.Copied(logger, request.SourcePath, request.TargetPath, size.ObjectCount, size.SizeBytes);
            return size;
        }, cancellation);

    /// <inheritdoc/>
    public Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Keeper(request, component, direction, scope).Look(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<VerificationStatus> VerifyAsync(
        DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new SyncVerifier(Session(request, component, direction, scope)).Run(atMost, cancellation), cancellation);

    /// <inheritdoc/>
    public Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        GetSyncAsync(component, direction, scope, cancellation);

    /// <inheritdoc/>
    public Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new Freeze(request, scope, component.Name, side).Begin(), cancellation);

    /// <inheritdoc/>
    public Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new Freeze(request, scope, component.Name, side).Prove(cancellation), cancellation);

    /// <inheritdoc/>
    public Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new Freeze(request, scope, component.Name, side).End(), cancellation);

    /// <inheritdoc/>
    public Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Keeper(request, component, direction, scope).Finish(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Compare(Session(request, component, direction, scope), cancellation), cancellation);

    /// <inheritdoc/>
    public Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Keeper(request, component, direction, scope).Remove(cancellation), cancellation);

    private static DataComparison Compare(SyncSession session, CancellationToken cancellation)
    {
        using var entered = session.Enter(cancellation);
        var state = session.ReadState();
        using var trees = session.OpenTrees(state);
        return new ChangeComparison(trees, session.Files, session.Component, session.Time).Run(state.ProvenAt, cancellation);
    }

    private SyncSession Session(FilesRequest request, DataComponent component, SyncDirection direction, StepScope scope) =>
        new(request, component.Name, scope, direction, _time);

    private SyncKeeper Keeper(FilesRequest request, DataComponent component, SyncDirection direction, StepScope scope) =>
        new(Session(request, component, direction, scope));
}
