using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>
/// Moves data that goes on changing: one side follows the other until writes are frozen for a moment, and afterwards the
/// old side follows the new one. All members are idempotent and may be killed at any instant and run again, perhaps in
/// another process: what must be remembered lies in the databases or below <see cref="StepScope.WorkFolder"/>.
/// </summary>
/// <remarks>
/// The order of calls on the way there: <see cref="IDataAdapter.PrepareTargetAsync"/>, <see cref="ConfigureSyncAsync"/>
/// (forward), <see cref="CopyBaselineAsync"/>, <see cref="FreezeAsync"/> of the target, then <see cref="GetSyncAsync"/>
/// and <see cref="VerifyAsync"/> again and again. At cutover: <see cref="FreezeAsync"/> of the source,
/// <see cref="ProveFrozenAsync"/>, <see cref="FinishSyncAsync"/>, <see cref="CompareChangesAsync"/>,
/// <see cref="ConfigureSyncAsync"/> (reverse), <see cref="ThawAsync"/> of the target, then <see cref="RemoveSyncAsync"/>
/// (forward). Giving writes back before the target is thawed: <see cref="RemoveSyncAsync"/> (reverse) and
/// <see cref="ThawAsync"/> of the source; the forward sync then goes on from where it was. The way back is the same with
/// the sides changed, except that its end removes the reverse sync instead of configuring another one.
/// </remarks>
public interface IOnlineDataAdapter : IDataAdapter
{
    /// <summary>Whether <see cref="FreezeAsync"/> by itself keeps every client from writing. Where it does not, the workload is stopped as well.</summary>
    bool CanRefuseWrites { get; }

    /// <summary>Looks whether the sync can work, without changing anything; beside what <see cref="IDataAdapter.CheckReadinessAsync"/> finds.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step this is done for. The plan says whether a reverse sync is wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Everything found at once, each with the exact command that mends it.</returns>
    /// <exception cref="AdapterException">Source or target cannot be reached.</exception>
    Task<IReadOnlyList<Finding>> CheckSyncReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>
    /// From its return on, no change of the leader is missed. Forward: the target is prepared and empty. Reverse: both
    /// sides are frozen and equal, so there is nothing to copy; the forward sync stands still from here on but is kept.
    /// </summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when every change from here on is kept.</returns>
    /// <exception cref="AdapterException">It cannot be set up; what was made of it is removed by <see cref="RemoveSyncAsync"/>.</exception>
    Task ConfigureSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);

    /// <summary>Copies everything as of a moment after <see cref="ConfigureSyncAsync"/> and lets the changes since then follow. What a killed run left is finished or replaced.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was copied.</returns>
    /// <exception cref="AdapterException">A side cannot be read or written.</exception>
    Task<DataSize> CopyBaselineAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>Keeps the follower going and looks how it keeps up. Quick: called every few seconds for days.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen. A sync that is broken, or gone, is a blocking problem and not an error.</returns>
    /// <exception cref="AdapterException">A side cannot be reached.</exception>
    Task<SyncStatus> GetSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);

    /// <summary>
    /// Compares a slice of the two moving sides: first what has changed since it was last found equal, then the next parts
    /// of the pass over everything. What differs is looked at again once the follower has passed the leader's position of
    /// the first look, and only then is known to differ. Reverse: both sides were proven equal when it was configured, so
    /// only changes are compared.
    /// </summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="atMost">How long this slice may take, about; zero or less compares nothing and only tells what is proven.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is proven so far.</returns>
    /// <exception cref="AdapterException">A side cannot be read.</exception>
    Task<VerificationStatus> VerifyAsync(DataComponent component, SyncDirection direction, TimeSpan atMost, StepScope scope, CancellationToken cancellation);

    /// <summary>
    /// Does ahead of a freeze what can be done ahead, with the leader still written to and the follower frozen: opens what
    /// takes time to open, carries over what a sync does not, and sees that the follower still refuses writes.
    /// </summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when a freeze has as little to do as possible.</returns>
    /// <exception cref="AdapterException">The follower does not get near the leader's position, or could be written to.</exception>
    Task PrepareFreezeAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);

    /// <summary>
    /// From its return on, no client session can change this side, whatever it sets and however often it reconnects;
    /// what was not committed before is not. Reading and the sync into this side go on. It lasts until
    /// <see cref="ThawAsync"/>, whatever is restarted meanwhile.
    /// </summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="side">Which side.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the side is frozen.</returns>
    /// <exception cref="AdapterException">It cannot be frozen, for example for a prepared transaction; the message names what holds it.</exception>
    Task FreezeAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation);

    /// <summary>Proves a freeze from outside: a canary write as a client would send it is refused, and the log position stands still.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="side">Which side.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, for the report: how the canary was refused, and the position.</returns>
    /// <exception cref="AdapterException">The side is not frozen.</exception>
    Task<string> ProveFrozenAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation);

    /// <summary>Lets clients write to a side again. Fine when it never was frozen, or does not exist.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="side">Which side.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when clients can write.</returns>
    /// <exception cref="AdapterException">The side cannot be reached.</exception>
    Task ThawAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation);

    /// <summary>Brings the follower to exactly the position at which the leader is frozen, and carries over what a sync does not: sequences, large objects and the like.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was done, for the report: the position and what was carried over.</returns>
    /// <exception cref="AdapterException">The follower does not get there.</exception>
    Task<string> FinishSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);

    /// <summary>Compares, with the leader frozen and the follower finished, what has changed since it was last found equal; the cost is that of the change and not that of the size.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side follows.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>One row per table, sequence or tree: counts and checksums of everything that is proven, and when. What was never proven is compared as a whole.</returns>
    /// <exception cref="AdapterException">A side cannot be read.</exception>
    Task<DataComparison> CompareChangesAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);

    /// <summary>Removes a sync from both sides: what keeps the changes, what follows, what tracks them, and settings that it needed. The other direction's is left alone. Fine when there is none, or a side is gone.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="direction">Which side followed.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it is left, and when a forward sync that was kept follows again after its reverse one is removed.</returns>
    /// <exception cref="AdapterException">The leader cannot be reached.</exception>
    Task RemoveSyncAsync(DataComponent component, SyncDirection direction, StepScope scope, CancellationToken cancellation);
}
