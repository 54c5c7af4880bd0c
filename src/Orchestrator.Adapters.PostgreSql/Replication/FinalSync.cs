using System.Diagnostics;
using NpgsqlTypes;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Brings the follower to where the leader is frozen. Users wait meanwhile, so every round trip counts.</summary>
internal sealed class FinalSync(Job job, SyncDirection direction)
{
    // A worker that was cut off comes back after wal_retrieve_retry_interval, 5 seconds by default.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    // Under synchronous_commit = off the last commits may not be in the log file yet, and only what is there is sent: a
    // commit that waits for the disk brings them along. The message itself is for nobody.
    private const string Flush = "SET synchronous_commit = on; SELECT pg_logical_emit_message(true, 'orchestrator', '')";

    private readonly SyncNames _names = new(job.Name, direction);

    /// <summary>Does it.</summary>
    /// <returns>The position, and what was carried over.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var opening = job.On(direction.Follower()).BorrowAsync(job.Name, cancellation);
        await using var leader = await job.On(direction.Leader()).BorrowAsync(job.Name, cancellation);
        await using var follower = await opening;
        var position = (await leader.ListAsync(Flush, row => row.GetFieldValue<NpgsqlLogSequenceNumber>(0), cancellation))[0];
        var carrying = CarryAsync(cancellation); // while the last changes are applied
        await Task.WhenAll(carrying, WaitAsync(leader, follower, position, cancellation));
        string[] carried = [.. await carrying, await new ViewCarrier(leader, follower).RunAsync(cancellation)];
        await follower.ListAsync(Flush, _ => 0, cancellation); // brings along what the apply worker has not waited for
        return $"applied up to {position}; carried over: {string.Join(", ", carried.Where(text => text.Length > 0).DefaultIfEmpty("nothing"))}";
    }

    // What no sync touches, over connections of its own.
    private async Task<string[]> CarryAsync(CancellationToken cancellation)
    {
        var opening = job.On(direction.Follower()).BorrowAsync(job.Name, cancellation);
        await using var leader = await job.On(direction.Leader()).BorrowAsync(job.Name, cancellation);
        await using var follower = await opening;
        return
        [
            await new SequenceCarrier(leader, follower).RunAsync(cancellation),
            await new UnloggedCarrier(leader, follower).RunAsync(cancellation),
            await new LargeObjectCarrier(leader, follower).RunAsync(cancellation),
        ];
    }

    // A follower that has applied everything says so at once only when it has nothing left to flush: otherwise its worker
    // sleeps for wal_writer_delay, 200 ms by default, unless it is sent something. So it is made to flush, and sent something.
    // Source: send_feedback and LogicalRepApplyLoop in src/backend/replication/logical/worker.c.
    private static async Task NudgeAsync(Session leader, Session follower, CancellationToken cancellation)
    {
        await follower.ListAsync(Flush, _ => 0, cancellation);
        await leader.ListAsync(Flush, _ => 0, cancellation);
    }

    private async Task WaitAsync(Session leader, Session follower, NpgsqlLogSequenceNumber position, CancellationToken cancellation)
    {
        var applied = new AppliedPosition(leader, _names.Slot);
        var (last, look) = (default(NpgsqlLogSequenceNumber?), FirstLook);
        for (var since = Stopwatch.StartNew(); !await applied.WaitAsync(position, look, cancellation);)
        {
            look = 2 * look < LongestLook ? 2 * look : LongestLook;
            await NudgeAsync(leader, follower, cancellation);
            var now = await applied.ReadAsync(cancellation);
            if (now is not null && now != last)
                since.Restart();
            if (since.Elapsed > Patience)
                throw new AdapterException(
                    now is null ? "nobody fetches the last changes" : $"the follower stands at {now} and does not get to {position}",
                    job.On(direction.Follower()).Subject, "Look into its server's log for 'logical replication', mend what it says, and retry", isTransient: true);
            last = now;
        }
    }
}
