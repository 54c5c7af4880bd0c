using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What the follower's server says about a sync.</summary>
/// <param name="IsEnabled">Whether the subscription may apply; <see langword="null"/> when there is none.</param>
/// <param name="IsRunning">Whether its apply worker runs.</param>
/// <param name="ErrorCount">How often applying has failed; <see langword="null"/> where the server does not count (before version 15).</param>
/// <param name="WaitsFor">Who holds a lock that the worker waits for; empty when it does not.</param>
internal sealed record FollowerState(bool? IsEnabled, bool IsRunning, long? ErrorCount, string WaitsFor)
{
    /// <summary>Whether its disk has no room left; looked for only when applying fails, because the server tells the reason to its log alone.</summary>
    public bool IsFull { get; init; }

    private const string Query = """
        SELECT s.subenabled, st.pid IS NOT NULL, {0},
            coalesce((SELECT string_agg('process ' || b.pid || ' (' || coalesce(b.usename, '') || ', ' || coalesce(b.application_name, '') || ')', ', ')
                FROM unnest(pg_blocking_pids(st.pid)) blocking(pid) JOIN pg_stat_activity b ON b.pid = blocking.pid), '')
        FROM pg_subscription s LEFT JOIN pg_stat_subscription st ON st.subid = s.oid AND st.relid IS NULL AND to_jsonb(st)->>'leader_pid' IS NULL
        WHERE s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private const string CountErrors = "(SELECT apply_error_count FROM pg_stat_subscription_stats e WHERE e.subid = s.oid)";

    /// <summary>Reads it.</summary>
    public static async Task<FollowerState> ReadAsync(Session follower, SyncNames names, CancellationToken cancellation)
    {
        var query = Query.Replace("{0}", follower.Major >= 15 ? CountErrors : "NULL::bigint", StringComparison.Ordinal);
        var found = await follower.ListAsync(
            query, row => new FollowerState(row.GetBoolean(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3)), cancellation, names.Subscription);
        return found.Count == 0 ? new FollowerState(null, false, null, "") : found[0];
    }
}
