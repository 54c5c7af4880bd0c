using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <content>Keeps the rows of one side of a <see cref="FakeWorld"/> in step with the other's.</content>
internal sealed partial class FakeData : IOnlineDataAdapter
{
    public bool CanRefuseWrites => world.CanRefuseWrites;

    public Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        if (direction == SyncDirection.Reverse && !(world.IsSourceFrozen && world.IsTargetFrozen))
            world.Violations.Add("the reverse sync was configured while a side was not frozen");
        world.Syncs.Add(direction);
        return Task.CompletedTask;
    }

    public Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        if (!world.Syncs.Contains(SyncDirection.Forward))
            world.Violations.Add("the baseline was copied before changes were kept");
        SetTarget(scope, [.. world.SourceRows]);
        return Task.FromResult(Size(world.SourceRows));
    }

    public Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        world.Looks++;
        if (world.Outage is { } outage)
            throw outage;
        Follow(direction, scope);
        return Task.FromResult(world.Sync);
    }

    public Task<VerificationStatus> VerifyAsync(
        DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(new VerificationStatus([new("rows", world.SourceRows.Count, "sum", world.IsProven ? DateTimeOffset.UnixEpoch : null) { FirstDifferences = [.. world.Differences] }]));

    public Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        Follow(direction, scope);
        return Task.CompletedTask;
    }

    public Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) => SetFrozen(side, isFrozen: true);

    public Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        IsFrozen(side) ? Task.FromResult("the canary was refused") : throw new AdapterException("it accepts writes", side.ToString(), "Freeze it", isTransient: false);

    public Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) => SetFrozen(side, isFrozen: false);

    public Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        if (!IsFrozen(direction.Leader()) || !world.Syncs.Contains(direction))
            world.Violations.Add($"the last changes of the {direction.Leader()} were taken while it was written to, or nothing followed it");
        Follow(direction, scope);
        return Task.FromResult("position 1");
    }

    public Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation) =>
        CompareAsync(component, null, scope, cancellation);

    public Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation)
    {
        world.Syncs.Remove(direction);
        return Task.CompletedTask;
    }

    private bool IsFrozen(Side side) => side == Side.Source ? world.IsSourceFrozen : world.IsTargetFrozen;

    private Task SetFrozen(Side side, bool isFrozen)
    {
        if (side == Side.Source)
            world.IsSourceFrozen = isFrozen;
        else
            world.IsTargetFrozen = isFrozen;
        return Task.CompletedTask;
    }

    private void Follow(SyncDirection direction, StepScope scope)
    {
        if (!world.Syncs.Contains(direction) || Target(scope) is not { } target)
            return;
        if (direction == SyncDirection.Forward)
            SetTarget(scope, [.. world.SourceRows]);
        else
            world.ReplaceSourceRows(target);
    }
}
