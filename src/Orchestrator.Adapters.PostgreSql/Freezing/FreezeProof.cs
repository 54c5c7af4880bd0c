using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>Proves that a database is frozen: a write as a client would send it is refused, nobody has one open, and the log stands still.</summary>
/// <param name="session">A session of ours in the database.</param>
/// <param name="endpoint">The database.</param>
/// <param name="job">Whose freeze it is.</param>
internal sealed class FreezeProof(Session session, Endpoint endpoint, string job)
{
    private const int MostLooks = 10;
    private const string CanaryName = "canary";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(3);

    // The largest table: the one that it would hurt most to have forgotten.
    private const string FindTable = $"""
        SELECT c.oid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgname = '{Guard.Name}' AND c.relkind = 'r' AND NOT c.relhasrules ORDER BY c.relpages DESC, c.oid LIMIT 1
        """;

    private const string AsReplica = "SELECT set_config('session_replication_role', 'replica', false) FROM pg_roles WHERE rolname = current_user AND rolsuper";

    private const string Writers = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL AND xact_start <= $1
            AND NOT (starts_with(application_name, $2) AND usename = session_user)
            AND backend_type NOT LIKE 'logical replication %' AND backend_type NOT IN ('walsender', 'autovacuum worker')
        """;

    /// <summary>Does it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">It is not frozen.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var state = await Guard.ReadAsync(session, cancellation);
        if (!state.IsFrozenBy(job))
            throw NotFrozen("no guard of this migration refuses changes");
        if (state.Unguarded.Count > 0)
            throw NotFrozen($"tables are not guarded: {SourceChecks.Shorten(state.Unguarded)}");
        await FreezeObstacles.RefuseAsync(session, endpoint, job, cancellation);
        if (await session.ScalarAsync<long>(Writers, cancellation, state.FrozenAt!.Value, job) is > 0 and var writers)
            throw NotFrozen($"{writers} transactions that began before can still commit changes");
        var canary = await TryCanaryAsync(state, cancellation);
        var limits = state.CanRefuseDefinitions ? "" : "; new definitions and large objects are not refused, which needs a superuser";
        return $"{canary} and {await WatchLogAsync(cancellation)}{limits}";
    }

    private async Task<string> TryCanaryAsync(GuardState state, CancellationToken cancellation)
    {
        var tables = await session.ListAsync(FindTable, row => row.GetString(0), cancellation);
        if (tables.Count > 0)
            return await TryCanaryAsync($"a canary write to {tables[0]}", $"DELETE FROM ONLY {tables[0]} WHERE false", cancellation);
        return state.CanRefuseDefinitions
            ? await TryCanaryAsync("a canary CREATE TABLE", $"CREATE TABLE {Guard.Name}.canary ()", cancellation)
            : "there is no table that could be written to";
    }

    // It would change nothing even if it were allowed. A superuser's canary tries what other replication tools do as well.
    private async Task<string> TryCanaryAsync(string what, string sql, CancellationToken cancellation)
    {
        await using var client = await endpoint.OpenAsync(CanaryName, cancellation);
        try
        {
            await client.ExecuteAsync($"SET default_transaction_read_only = off; {AsReplica}; BEGIN READ WRITE; {sql}; ROLLBACK", cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.ReadOnlySqlTransaction))
        {
            return $"{what} was refused ({PostgresErrorCodes.ReadOnlySqlTransaction})";
        }

        throw NotFrozen($"{what} was accepted");
    }

    private async Task<string> WatchLogAsync(CancellationToken cancellation)
    {
        var first = await ReadPositionAsync(cancellation);
        var last = first;
        for (var look = 1; look < MostLooks; look++)
        {
            await Task.Delay(BetweenLooks, cancellation);
            var next = await ReadPositionAsync(cancellation);
            if (next == last)
                return $"the log stands at {next}";
            last = next;
        }

        return $"the log, which all databases of the server share, moved from {first} to {last}, while no transaction of this one can change anything";
    }

    private Task<string> ReadPositionAsync(CancellationToken cancellation) => session.ScalarAsync<string>("SELECT pg_current_wal_insert_lsn()::text", cancellation);

    private AdapterException NotFrozen(string problem) =>
        new($"not frozen: {problem}", endpoint.Subject, "Run the step that freezes it again", isTransient: true);
}
