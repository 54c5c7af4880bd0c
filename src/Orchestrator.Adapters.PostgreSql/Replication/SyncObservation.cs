using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Looks how a follower keeps up, and what is the matter with it.</summary>
internal sealed class SyncObservation(Job job, SyncDirection direction, SyncMemory memory)
{
    private static readonly TimeSpan LongTransaction = TimeSpan.FromMinutes(5);

    private readonly SyncNames _names = new(job.Name, direction);

    private Endpoint Leader => job.On(direction.Leader());

    private Endpoint Follower => job.On(direction.Follower());

    /// <summary>Looks.</summary>
    public async Task<SyncStatus> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var opening = Follower.BorrowAsync(job.Name, cancellation);
            await using var leader = await Leader.BorrowAsync(job.Name, cancellation);
            await using var follower = await opening;
            return await ReadAsync(leader, follower, cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InvalidCatalogName))
        {
            return new SyncStatus(false, 0) { Problems = [new Finding(error.Subject, error.Problem, "Roll the migration back and start it again", true)] };
        }
    }

    private async Task<SyncStatus> ReadAsync(Session leader, Session follower, CancellationToken cancellation)
    {
        var history = memory.Of(_names.Subscription);
        var leading = await LeaderState.ReadAsync(leader, _names, LongTransaction, cancellation);
        var following = await FollowerState.ReadAsync(follower, _names, cancellation);
        var status = history.Add(leading, following);
        if (history.HasFailedLately)
            following = following with { IsFull = await FreeSpace.IsUsedUpAsync(Follower, job.Name, cancellation) };
        return status with
        {
            Problems =
            [
                .. FollowerFindings.Find(following, leading, history.HasFailedLately, Follower.Subject, _names),
                .. await FindSlotProblemsAsync(leader, follower, leading, cancellation),
                .. LeaderFindings.FindTransactions(leading, Leader.Subject),
                .. await new SchemaDrift(leader, follower, _names, Leader.Subject, Follower.Subject).FindAsync(history, cancellation),
            ],
        };
    }

    private async Task<IReadOnlyList<Finding>> FindSlotProblemsAsync(Session leader, Session follower, LeaderState state, CancellationToken cancellation)
    {
        var mostBytes = job.Settings.MaxSlotRetentionBytes;
        var findings = LeaderFindings.FindSlots(state, Leader.Subject, _names, mostBytes).ToList();
        if (!state.Slots.Any(slot => slot.RetainedBytes > mostBytes))
            return findings;
        Log.SlotsDropped(job.Logger, Leader.Subject, mostBytes);
        await new Subscription(follower, _names).HaltAsync(cancellation);
        await ReplicationSlot.DropAsync(leader, _names.Slot, cancellation);
        await ReplicationSlot.DropAsync(leader, _names.TrackerSlot, cancellation);
        return findings;
    }
}
