using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <content>The way back, which a service may not have.</content>
internal abstract partial class ReplicationAdapter
{
    /// <summary>Looks whether the way back can work.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is in the way.</returns>
    protected virtual Task<IReadOnlyList<Finding>> CheckWayBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>(scope.Plan.Fallback.ReverseSync
            ? [new("fallback.reverseSync", $"'{Kind}' has no way back that keeps what users write to the target: Azure does not replicate from there to the source", "Set 'fallback: { reverseSync: false }'; a rollback then goes back to the source as it was at the cutover", IsBlocking: true)]
            : []);

    /// <summary>Lets the source follow the target.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task ReverseAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => throw NoWayBack(component);

    /// <summary>Looks how the source follows the target.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task<SyncStatus> LookBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(new SyncStatus(IsFollowing: false, LagBytes: 0) { Problems = [new(component.Name, "the source does not follow the target", "Go back to the source as it was at the cutover, or go on", IsBlocking: true)] });

    /// <summary>What is proven of the source that follows.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task<VerificationStatus> VerifyBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(new VerificationStatus([new(component.Name, 0, "", null)]));

    /// <summary>Moves the machine back.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task<string> MoveBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => throw NoWayBack(component);

    /// <summary>The evidence of a move back.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task<DataComparison> CompareBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => throw NoWayBack(component);

    /// <summary>Ends the replication to the target: before the cutover as an undo, after it because it is over.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task EndSyncAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        new SyncEnd(Run(component, scope)).RunAsync(cancellation);

    /// <summary>Ends what <see cref="ReverseAsync"/> began. Fine when nothing did.</summary>
    /// <inheritdoc cref="CheckWayBackAsync"/>
    protected virtual Task EndBackAsync(DataComponent component, StepScope scope, CancellationToken cancellation) => Task.CompletedTask;

    private AdapterException NoWayBack(DataComponent component) => new(
        $"'{Kind}' has no way back that keeps what users write to the target", $"data component '{component.Name}'", "Set 'fallback: { reverseSync: false }'", isTransient: false);
}
