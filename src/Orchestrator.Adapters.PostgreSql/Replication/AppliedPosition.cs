using NpgsqlTypes;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>How far the follower has applied the leader's log, as the leader hears it.</summary>
/// <param name="leader">The leader's database.</param>
/// <param name="slot">The slot that the follower's subscription uses; see <see cref="SyncNames.Slot"/>.</param>
/// <remarks>
/// The write position is the one to ask for: the follower's apply worker works in order and answers between two messages,
/// so what it has received up to there it has applied, though perhaps not flushed yet. Replay and flush positions
/// stand still until its transactions are on disk, which under <c>synchronous_commit = off</c> takes a while.
/// Source: send_feedback and get_flush_position in src/backend/replication/logical/worker.c.
/// </remarks>
internal sealed class AppliedPosition(Session leader, string slot)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private const string Query = """
        SELECT r.write_lsn FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid
        WHERE s.slot_name = $1 AND r.write_lsn IS NOT NULL
        """;

    /// <summary>The leader's log position now: everything that is committed lies before it.</summary>
    public static Task<NpgsqlLogSequenceNumber> ReadLeaderAsync(Session leader, CancellationToken cancellation) =>
        leader.ScalarAsync<NpgsqlLogSequenceNumber>("SELECT pg_current_wal_insert_lsn()", cancellation);

    /// <summary>The position up to which everything is applied; <see langword="null"/> when the follower is not connected.</summary>
    public async Task<NpgsqlLogSequenceNumber?> ReadAsync(CancellationToken cancellation)
    {
        var rows = await leader.ListAsync(Query, row => row.GetFieldValue<NpgsqlLogSequenceNumber>(0), cancellation, slot);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Waits until everything before a position is applied.</summary>
    /// <param name="position">The leader's position, for example from <see cref="ReadLeaderAsync"/>.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it is.</returns>
    public async Task<bool> WaitAsync(NpgsqlLogSequenceNumber position, TimeSpan atMost, CancellationToken cancellation)
    {
        for (var since = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(Interval, cancellation))
        {
            if (await ReadAsync(cancellation) >= position)
                return true;
            if (since.Elapsed >= atMost)
                return false;
        }
    }
}
