using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <content>The way back, which a service may not have: the same item, or another, replicates from the target to the source.</content>
internal abstract partial class ReplicationAdapter
{
    /// <summary>Finds what the plan says and this kind cannot do.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns>What is in the way.</returns>
    protected virtual IEnumerable<Finding> CheckPlan(DataComponent component, StepScope scope) => scope.Plan.Fallback.ReverseSync
        ? [new("fallback.reverseSync", $"'{Kind}' has no way back that keeps what users write to the target: Azure does not replicate from there to the source", "Set 'fallback: { reverseSync: false }'; a rollback then goes back to the source as it was at the cutover", IsBlocking: true)]
        : [];

    /// <summary>The replication from the target to the source.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    protected virtual ReplicationRun? FindReturn(DataComponent component, StepScope scope) => null;

    /// <summary>Lets the source follow the target, from when users are there.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when that is arranged.</returns>
    protected virtual Task ReverseAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => throw NotFollowing(component);

    /// <summary>Ends the replication to the target: before the cutover as an undo, after it because it is over.</summary>
    /// <inheritdoc cref="ReverseAsync"/>
    protected virtual Task EndSyncAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        new SyncEnd(Run(component, scope)).RunAsync(cancellation);

    /// <summary>Ends what <see cref="ReverseAsync"/> arranged. Fine when nothing was.</summary>
    /// <inheritdoc cref="ReverseAsync"/>
    protected virtual Task EndReverseAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => Task.CompletedTask;

    // The replication that a side leads.
    private ReplicationRun? FindRun(DataComponent component, Side leader, StepScope scope) =>
        leader == Side.Source ? Run(component, scope) : FindReturn(component, scope);

    private ReplicationRun GetRun(DataComponent component, Side leader, StepScope scope) => FindRun(component, leader, scope) ?? throw NotFollowing(component);

    private static VerificationStatus DescribeReverse(ReplicationRun run, ReplicatedItem? item)
    {
        var isFollowing = item?.State == ReplicationState.Following;
        return new([new($"{run.Job.Machine}: replicated to the source, by the service's word", 1, item?.Point ?? "", isFollowing ? item!.LastPointAt : null)])
        {
            ComparedCount = isFollowing ? 1 : 0,
            TotalCount = 1,
            PredictedComparison = isFollowing ? run.Job.Settings.ExpectedMove : TimeSpan.Zero,
        };
    }

    private static SyncStatus NotReversed(DataComponent component) => new(IsFollowing: false, LagBytes: 0)
    {
        Problems = [new(component.Name, "the source does not follow the target", "Wait until it does, or go on without a way back", IsBlocking: true)],
    };

    private AdapterException NotFollowing(DataComponent component) => new(
        $"'{Kind}' does not replicate from the target to the source", $"data component '{component.Name}'",
        "Go on at the target; a way back that keeps its writes needs 'fallback: { reverseSync: true }' before the cutover, and a kind that can", isTransient: false);
}
