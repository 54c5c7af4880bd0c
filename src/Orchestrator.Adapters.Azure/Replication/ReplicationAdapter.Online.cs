using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <content>Keeps a machine replicated, and moves it.</content>
internal abstract partial class ReplicationAdapter
{
    /// <inheritdoc/>
    public bool CanRefuseWrites => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. PlanFindings.Of(scope.Plan, Read(component, scope)), .. CheckPlan(component, scope)]);

    /// <inheritdoc/>
    public Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? new SyncBeginning(Run(component, scope)).RunAsync(cancellation) : ReverseAsync(component, scope, cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await new Seeding(Run(component, scope)).LookAsync(cancellation);

    /// <inheritdoc/>
    public Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        FindRun(component, direction.Leader(), scope) is { } run ? _looks.LookAsync(run, cancellation) : Task.FromResult(NotReversed(component));

    /// <inheritdoc/>
    public async Task<VerificationStatus> VerifyAsync(
        DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation)
    {
        if (FindRun(component, direction.Leader(), scope) is not { } run)
            return new([new(component.Name, 0, "", null)]);
        var item = await _looks.FindAsync(run, cancellation);
        if (direction == SyncDirection.Reverse)
            return DescribeReverse(run, item);
        var trial = new MoveTrial(run);
        return item is null || atMost <= TimeSpan.Zero ? trial.Describe(run.Record, item) : await trial.GoOnAsync(item, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        var run = GetRun(component, direction.Leader(), scope);
        var item = await run.GetAsync(cancellation);
        if (item.State != ReplicationState.Following)
            throw ReplicationErrors.NotAsNeeded(run.Job, item, "it has to be replicating before users are held");
    }

    /// <inheritdoc/>
    public Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        // Where nothing replicates from a side it has nothing that could be written to, or its compute adapter has stopped it.
        var run = FindRun(component, side, scope);
        run?.Note(record => record with { FreezeBeganAt = record.FreezeBeganAt ?? run.Now });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute)
            throw new AdapterException("nobody stops the workload, so that it goes on writing", $"data component '{component.Name}'", "Say in 'compute' how it is stopped", isTransient: false);
        if (FindRun(component, side, scope) is not { } run)
            return Task.FromResult($"'{compute.On(side).Kind}' has stopped the {side}");
        if (run.Record.FreezeBeganAt is null)
            throw new AdapterException("it is not frozen", run.Job.Machine, "Retry the migration: the step freeze comes before this one", isTransient: false);
        var at = run.Note(record => record with { FrozenAt = record.FrozenAt ?? run.Now }).FrozenAt!.Value;
        return Task.FromResult($"'{compute.On(side).Kind}' has stopped the workload; nothing is written since {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, which this kind cannot see by itself");
    }

    /// <inheritdoc/>
    public async Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (FindRun(component, side, scope) is not { } run || run.Find() is null)
            return;
        await run.Arm.SettleAsync(run.Operations.Move, cancellation);
        await run.Target.StopAsync(cancellation); // Azure starts what it has made
        run.Note(record => record with { FreezeBeganAt = null, FrozenAt = null, FirstPointAt = null });
    }

    /// <inheritdoc/>
    public Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        new FinalMove(GetRun(component, direction.Leader(), scope)).RunAsync(cancellation);

    /// <inheritdoc/>
    public Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        new MoveEvidence(GetRun(component, direction.Leader(), scope)).ReadAsync(cancellation);

    /// <inheritdoc/>
    public Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        direction == SyncDirection.Forward ? EndSyncAsync(component, scope, cancellation) : EndReverseAsync(component, scope, cancellation);
}
