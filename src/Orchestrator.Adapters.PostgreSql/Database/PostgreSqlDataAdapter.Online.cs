using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Adapters.PostgreSql.Replication.Baseline;
using Orchestrator.Adapters.PostgreSql.Verification;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <content>The members that move a database which goes on changing.</content>
internal sealed partial class PostgreSqlDataAdapter
{
    private readonly SyncMemory _memory = new(TimeProvider.System);

    /// <inheritdoc/>
    public bool CanRefuseWrites => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await new Readiness.SyncReadinessCheck(await ReadAsync(component, scope, cancellation)).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        await new SyncSetup(await ReadAsync(component, scope, cancellation), direction).ConfigureAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        await new BaselineCopy(await ReadAsync(component, scope, cancellation)).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        await new SyncObservation(await ReadAsync(component, scope, cancellation), direction, _memory).ReadAsync(cancellation);

    /// <inheritdoc/>
    public async Task<VerificationStatus> VerifyAsync(DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation) =>
        await new RollingVerification(await ReadAsync(component, scope, cancellation), direction).VerifyAsync(atMost, cancellation);

    /// <inheritdoc/>
    public async Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        await Task.WhenAll(new Checkpoint(job, job.Source).RunAsync(cancellation), new Checkpoint(job, job.Target).RunAsync(cancellation));
        var follower = new WriteFreeze(job, direction.Follower());
        await follower.FreezeAsync(cancellation); // it is, but for tables that an operator added since
        await follower.ProveAsync(cancellation);
        await new FinalSync(job, direction).RunAsync(cancellation);
        await new DefinitionComparison(job).RequireEqualAsync(cancellation);
        if (direction is SyncDirection.Forward)
            await ReplicationSlot.RequireQuickAsync(job.Target, job.Name, cancellation); // the sync back needs slots there
        await new WriteFreeze(job, direction.Leader()).PrepareAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        await new WriteFreeze(await ReadAsync(component, scope, cancellation), side).FreezeAsync(cancellation);

    /// <inheritdoc/>
    public async Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        await new WriteFreeze(await ReadAsync(component, scope, cancellation), side).ProveAsync(cancellation);

    /// <inheritdoc/>
    public async Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        await new WriteFreeze(await ReadAsync(component, scope, cancellation), side).ThawAsync(cancellation);

    /// <inheritdoc/>
    public async Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        await new FinalSync(await ReadAsync(component, scope, cancellation), direction).RunAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        await new RollingVerification(await ReadAsync(component, scope, cancellation), direction).CompareAsync(cancellation);

    /// <inheritdoc/>
    public async Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        var job = await ReadAsync(component, scope, cancellation);
        await new SyncSetup(job, direction).RemoveAsync(cancellation);
        await RemoveGuardsAsync(job, direction, cancellation);
        _memory.Forget(new SyncNames(job.Name, direction).Subscription);
    }

    // What a freeze that is over left for later; a side that is frozen stays so.
    private static async Task RemoveGuardsAsync(Job job, SyncDirection direction, CancellationToken cancellation)
    {
        await new WriteFreeze(job, direction.Leader()).RemoveAsync(cancellation);
        try
        {
            await new WriteFreeze(job, direction.Follower()).RemoveAsync(cancellation);
        }
        catch (AdapterException error) when (error.IsTransient)
        {
            Log.SideGone(job.Logger, job.On(direction.Follower()).Subject, error.Problem); // a follower that is gone keeps nobody from going on
        }
    }
}
