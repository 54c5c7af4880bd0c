using System.Collections.Concurrent;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// Looks how replications keep up. A sync is looked at every second for days, and a vault answers only so many questions,
/// so an answer serves for a while.
/// </summary>
/// <param name="every">For how long.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class SyncLooks(TimeSpan every)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ReplicatedItem? Item)> _seen = new();

    /// <summary>Looks at an item, or at what was seen of it a moment ago.</summary>
    /// <param name="run">The machine.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The item, if there is one.</returns>
    public async Task<ReplicatedItem?> FindAsync(ReplicationRun run, CancellationToken cancellation)
    {
        var now = run.Now;
        if (_seen.TryGetValue(run.Job.Item, out var seen) && now - seen.At < every)
            return seen.Item;
        try
        {
            var item = await run.Operations.FindWithPointAsync(cancellation);
            _seen[run.Job.Item] = (now, item);
            return item;
        }
        catch (OperationPendingException wait)
        {
            // Nothing waits by a timer while a sync is watched: the next look comes soon enough.
            throw new AdapterException(wait.Message, run.Job.Machine, "Nothing is to be done: it is looked at again by itself", isTransient: true);
        }
    }

    /// <summary>Tells how a machine is replicated.</summary>
    /// <param name="run">The machine.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    public async Task<SyncStatus> LookAsync(ReplicationRun run, CancellationToken cancellation) =>
        Describe(run, await FindAsync(run, cancellation));

    /// <summary>Tells how a machine is replicated.</summary>
    /// <param name="run">The machine.</param>
    /// <param name="item">What the vault says.</param>
    /// <returns>The same in our words.</returns>
    public static SyncStatus Describe(ReplicationRun run, ReplicatedItem? item)
    {
        if (item is null)
            return new(IsFollowing: false, LagBytes: 0) { Problems = [new(run.Job.Machine, "it is not replicated any more", ReplicationErrors.Gone(run.Job).Remedy, IsBlocking: true)] };
        var lag = run.Now - item.LastPointAt;
        var isFollowing = item.State == ReplicationState.Following;
        return new(isFollowing, LagBytes: 0)
        {
            Lag = lag < TimeSpan.Zero ? TimeSpan.Zero : lag,
            CatchUp = isFollowing ? TimeSpan.Zero : null,
            Position = item.Point,
            Problems = [.. item.Problems, .. StateProblems(run.Job, item), .. LagProblems(run.Job, lag)],
        };
    }

    private static IEnumerable<Finding> StateProblems(ReplicationJob job, ReplicatedItem item) => item.State switch
    {
        ReplicationState.Following or ReplicationState.Enabling or ReplicationState.Seeding or ReplicationState.Other or ReplicationState.Reversing => [],
        ReplicationState.Moved or ReplicationState.Committed => [new(job.Machine, "it has been moved, and does not follow any more", job.IsReturn ? "Go on at the target, without a way back" : "Cancel, and migrate again", IsBlocking: true)],
        ReplicationState.Paused => [new(job.Machine, "its replication is paused", $"Resume it: az rest --method post --url '{job.Item}/resumeReplication?api-version={ReplicationJob.ApiVersion}'", IsBlocking: true)],
        _ => [new(job.Machine, $"it does not follow: {item.StateName}", ReplicationErrors.NotAsNeeded(job, item, "").Remedy, IsBlocking: true)],
    };

    private static IEnumerable<Finding> LagProblems(ReplicationJob job, TimeSpan? lag) => lag > job.Settings.MaxLag
        ? [new(job.Machine, $"its last recovery point is {Arm.Durations.InWords(lag.Value)} old, and 'maxLag' is {Arm.Durations.InWords(job.Settings.MaxLag)}", "Look at the load and the line of the appliance or the agent, or allow more in 'maxLag'", IsBlocking: true)]
        : [];
}
