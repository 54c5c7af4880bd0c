using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <content>Keeps a machine replicated, and moves it.</content>
internal abstract partial class ReplicationAdapter
{
    /// <inheritdoc/>
    public bool CanRefuseWrites => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        [.. PlanFindings.Of(scope.Plan, Read(component, scope)), .. await CheckWayBackAsync(component, scope, cancellation)];

    /// <inheritdoc/>
    public Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? new SyncBeginning(Run(component, scope)).RunAsync(cancellation) : ReverseAsync(component, scope, cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await new Seeding(Run(component, scope)).LookAsync(cancellation);

    /// <inheritdoc/>
    public Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? _looks.LookAsync(Run(component, scope), cancellation) : LookBackAsync(component, scope, cancellation);

    /// <inheritdoc/>
    public async Task<VerificationStatus> VerifyAsync(
        DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation)
    {
        if (direction == SyncDirection.Reverse)
            return await VerifyBackAsync(component, scope, cancellation);
        var run = Run(component, scope);
        var trial = new MoveTrial(run);
        var item = await _looks.FindAsync(run, cancellation);
        return item is null || atMost <= TimeSpan.Zero ? trial.Describe(run.Record, item) : await trial.GoOnAsync(item, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        var item = await run.GetAsync(cancellation);
        if (item.State != ReplicationState.Following)
            throw ReplicationErrors.NotAsNeeded(run.Job, item, "it has to be replicating before users are held");
    }

    /// <inheritdoc/>
    public Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        // The other side has nothing that could be written to, or is stopped by its compute adapter.
        if (side == Side.Source)
            run.Note(record => record with { FreezeBeganAt = record.FreezeBeganAt ?? run.Now });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        if (scope.Plan.Compute is not { } compute)
            throw new AdapterException("nobody stops the workload, so that it goes on writing", run.Job.Machine, "Say in 'compute' how it is stopped", isTransient: false);
        if (side == Side.Target)
            return Task.FromResult($"'{compute.Target.Kind}' has stopped the target");
        if (run.Record.FreezeBeganAt is null)
            throw new AdapterException("it is not frozen", run.Job.Machine, "Retry the migration: the step freeze comes before this one", isTransient: false);
        var at = run.Note(record => record with { FrozenAt = record.FrozenAt ?? run.Now }).FrozenAt!.Value;
        return Task.FromResult($"'{compute.Source.Kind}' has stopped the workload; nothing is written since {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, which this kind cannot see by itself");
    }

    /// <inheritdoc/>
    public async Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        if (side == Side.Target || run.Find() is null)
            return;
        await run.Arm.SettleAsync(run.Operations.Move, cancellation);
        await run.Target.StopAsync(cancellation); // Azure starts what it has made
        run.Note(record => record with { FreezeBeganAt = null, FrozenAt = null, FirstPointAt = null });
    }

    /// <inheritdoc/>
    public Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? new FinalMove(Run(component, scope)).RunAsync(cancellation) : MoveBackAsync(component, scope, cancellation);

    /// <inheritdoc/>
    public Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? new MoveEvidence(Run(component, scope)).ReadAsync(cancellation) : CompareBackAsync(component, scope, cancellation);

    /// <inheritdoc/>
    public Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? EndSyncAsync(component, scope, cancellation) : EndBackAsync(component, scope, cancellation);
}
