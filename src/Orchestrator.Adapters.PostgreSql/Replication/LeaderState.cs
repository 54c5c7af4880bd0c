using NpgsqlTypes;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What the leader's server says about a sync.</summary>
/// <param name="Position">How far its log is written.</param>
/// <param name="Applied">How far the follower has applied it; what it last confirmed when it is not connected; <see langword="null"/> without a slot.</param>
/// <param name="IsConnected">Whether the follower is connected.</param>
internal sealed record LeaderState(NpgsqlLogSequenceNumber Position, NpgsqlLogSequenceNumber? Applied, bool IsConnected)
{
    // Columns came and went between versions, so the row is read as JSON as well.
    private const string ListSlots = """
        SELECT s.slot_name::text, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint, coalesce(j->>'wal_status', 'reserved'),
            coalesce(j->>'wal_status', '') = 'lost' OR (j->>'invalidation_reason') IS NOT NULL OR coalesce((j->>'conflicting')::boolean, false),
            coalesce(r.write_lsn, s.confirmed_flush_lsn), r.pid IS NOT NULL
        FROM pg_replication_slots s CROSS JOIN LATERAL to_jsonb(s) j LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
        WHERE s.slot_name IN ($1, $2)
        """;

    private const string ListTransactions = """
        SELECT 'process ' || pid || ' (' || coalesce(usename, backend_type) || ', ' || coalesce(application_name, '') || ', ' || coalesce(state, '') || ')'
        FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND xact_start < clock_timestamp() - $1 AND backend_type <> 'walsender' ORDER BY xact_start LIMIT 5
        """;

    /// <summary>Our slots that exist.</summary>
    public IReadOnlyList<SlotState> Slots { get; private init; } = [];

    /// <summary>Transactions that have been changing something for long: nothing of theirs is sent before they end, and all log since their beginning is kept.</summary>
    public IReadOnlyList<string> LongTransactions { get; private init; } = [];

    /// <summary>How much of the leader's log the follower has not applied.</summary>
    public long LagBytes => Applied is { } applied && applied < Position ? (long)((ulong)Position - (ulong)applied) : 0;

    /// <summary>Reads it.</summary>
    public static async Task<LeaderState> ReadAsync(Session leader, SyncNames names, TimeSpan longTransaction, CancellationToken cancellation)
    {
        var applied = default(NpgsqlLogSequenceNumber?);
        var isConnected = false;
        var slots = await leader.ListAsync(ListSlots, row =>
        {
            if (row.GetString(0) == names.Slot)
                (applied, isConnected) = (row.IsDBNull(4) ? null : row.GetFieldValue<NpgsqlLogSequenceNumber>(4), row.GetBoolean(5));
            return new SlotState(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetBoolean(3));
        }, cancellation, names.Slot, names.TrackerSlot);
        // Read after what is applied: an idle follower is never ahead.
        var position = await leader.ScalarAsync<NpgsqlLogSequenceNumber>("SELECT pg_current_wal_flush_lsn()", cancellation);
        return new LeaderState(position, applied, isConnected)
        {
            Slots = slots,
            LongTransactions = await leader.ListAsync(ListTransactions, row => row.GetString(0), cancellation, longTransaction),
        };
    }
}
