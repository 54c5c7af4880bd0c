using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What applies the leader's changes on the follower.</summary>
internal sealed class Subscription(Session follower, SyncNames names)
{
    private const string Ours = "FROM pg_subscription WHERE subname = $1 AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())";

    // The statement holds a password, which is to get into no log of the server and no table of statistics.
    private const string Discreet = """
        SELECT set_config('log_statement', 'none', false), set_config('log_min_duration_statement', '-1', false),
            set_config('log_min_error_statement', 'panic', false), set_config('pg_stat_statements.track_utility', 'off', false)
        FROM pg_roles WHERE rolname = current_user AND rolsuper
        """;

    /// <summary>Whether it exists and is enabled; <see langword="null"/> when there is none.</summary>
    public async Task<bool?> FindAsync(CancellationToken cancellation)
    {
        var found = await follower.ListAsync($"SELECT subenabled {Ours}", row => row.GetBoolean(0), cancellation, names.Subscription);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Makes it; the leader's slot must exist, and from its position on everything is applied.</summary>
    /// <param name="leader">How the follower's server reaches the leader.</param>
    /// <param name="leaderMemo">What the leader remembers of replica identities: a baseline has brought the changed ones along.</param>
    /// <param name="isEnabled">Whether it applies at once.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CreateAsync(Endpoint leader, IReadOnlyDictionary<string, string> leaderMemo, bool isEnabled, CancellationToken cancellation)
    {
        var (_, memo) = await IdentityMemo.ReadAsync(follower, names.Job, cancellation);
        foreach (var (table, identity) in leaderMemo)
            memo.TryAdd(table, identity);
        await follower.ListAsync(Discreet, _ => 0, cancellation);
        // What another subscription applied on the leader came from here and must not come back.
        var origin = follower.Major >= 16 ? ", origin = none" : "";
        await follower.ExecuteAsync(
            $"""
            BEGIN; CREATE SUBSCRIPTION {names.Subscription} CONNECTION {SqlText.Literal(leader.SubscriptionConnection)}
            PUBLICATION {names.Publications} WITH (create_slot = false, slot_name = '{names.Slot}', copy_data = false, enabled = {(isEnabled ? "true" : "false")}, streaming = off{origin});
            COMMENT ON SUBSCRIPTION {names.Subscription} IS {IdentityMemo.Write(memo)}; COMMIT
            """, cancellation);
    }

    /// <summary>Lets it apply.</summary>
    public Task EnableAsync(CancellationToken cancellation) => follower.ExecuteAsync($"ALTER SUBSCRIPTION {names.Subscription} ENABLE", cancellation);

    /// <summary>Stands still from its return on.</summary>
    public async Task HaltAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is null)
            return;
        await follower.ExecuteAsync($"ALTER SUBSCRIPTION {names.Subscription} DISABLE", cancellation);
        // The worker would find out by itself, within a second.
        await follower.ListAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_subscription WHERE subname = $1 AND pid IS NOT NULL", _ => 0, cancellation, names.Subscription);
    }

    /// <summary>Whether it has ever applied something here.</summary>
    public Task<bool> HasAppliedAsync(CancellationToken cancellation) => follower.ScalarAsync<bool>(
        $"SELECT EXISTS (SELECT 1 FROM pg_replication_origin_status WHERE remote_lsn > '0/0' AND external_id = (SELECT 'pg_' || oid {Ours}))",
        cancellation, names.Subscription);

    /// <summary>Removes it, without a word to the leader; the replica identities are restored unless the other direction's sync needs them here.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is null)
            return;
        var (holders, memo) = await IdentityMemo.ReadAsync(follower, names.Job, cancellation);
        var restoring = holders.Count == 1 ? await IdentityMemo.ListRestoringAsync(follower, memo, cancellation) : [];
        await Transaction.RunAsync(
            follower,
            [
                $"ALTER SUBSCRIPTION {names.Subscription} DISABLE",
                $"ALTER SUBSCRIPTION {names.Subscription} SET (slot_name = NONE)",
                $"DROP SUBSCRIPTION {names.Subscription}",
                .. restoring,
            ],
            cancellation);
    }
}
