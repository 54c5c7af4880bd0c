using System.Diagnostics;
using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>Ends sessions that are not ours, so that what they have not committed is never committed.</summary>
/// <param name="session">A session of ours in the database.</param>
/// <param name="endpoint">The database.</param>
/// <param name="job">Our sessions' name begins with this.</param>
/// <param name="patience">How long a session may take to end.</param>
internal sealed class ClientSessions(Session session, Endpoint endpoint, string job, TimeSpan patience)
{
    private const string NotOurs = "datname = current_database() AND pid <> pg_backend_pid() AND NOT (starts_with(application_name, $1) AND usename = session_user)";

    private const string Columns = """
        SELECT pid, coalesce(application_name, ''), coalesce(usename, backend_type)::text, coalesce(state, backend_type),
            coalesce(extract(epoch FROM clock_timestamp() - xact_start), -1)::float8
        """;

    private const string EndAll = $"{Columns}, pg_terminate_backend(pid) FROM pg_stat_activity WHERE {NotOurs} AND backend_type = 'client backend'";

    // A background worker is not ended, it would only be started again: it is waited for, and its next change is refused.
    private const string EndWriters = $"""
        {Columns}, CASE WHEN backend_type = 'client backend' THEN pg_terminate_backend(pid) END FROM pg_stat_activity
        WHERE {NotOurs} AND backend_xid IS NOT NULL AND xact_start <= $2
            AND backend_type NOT LIKE 'logical replication %' AND backend_type NOT IN ('walsender', 'autovacuum worker')
        """;

    private const string Active = $"{Columns} FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type <> 'walsender'";

    // What the server hides of others' sessions it hides with their type.
    private const string Hidden = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NOT NULL AND backend_type IS NULL";

    /// <summary>Ends every client session of the database and returns when all are gone.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Those that were ended.</returns>
    /// <exception cref="AdapterException">One may not be ended or does not end; the message names it.</exception>
    public Task<List<ClientSession>> EndAllAsync(CancellationToken cancellation) => EndAsync(EndAll, [job], cancellation);

    /// <summary>Ends every transaction that has changed something and began before a moment, and returns when all are gone.</summary>
    /// <param name="before">The moment, by the server's clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Those that were ended.</returns>
    /// <exception cref="AdapterException">One may not be ended or does not end; the message names it.</exception>
    public Task<List<ClientSession>> EndWritersAsync(DateTime before, CancellationToken cancellation) => EndAsync(EndWriters, [job, before], cancellation);

    /// <summary>Whoever works in the database, ourselves excepted: one of them holds what we wait for.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<ClientSession>> ListActiveAsync(CancellationToken cancellation) => session.ListAsync(Active, Read, cancellation);

    /// <summary>Makes sure that other users' sessions can be seen, without which they would be overlooked.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">They cannot.</exception>
    public async Task RequireSightAsync(CancellationToken cancellation)
    {
        if (await session.ScalarAsync<long>(Hidden, cancellation) > 0)
            throw new AdapterException("the user may not see the sessions of others, so they cannot be ended", endpoint.Subject,
                $"As a superuser: GRANT pg_read_all_stats, pg_signal_backend TO {SqlText.Identifier(endpoint.User)}", isTransient: false);
    }

    private static ClientSession Read(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDouble(4) < 0 ? null : TimeSpan.FromSeconds(row.GetDouble(4)));

    private async Task<List<ClientSession>> EndAsync(string sql, object[] parameters, CancellationToken cancellation)
    {
        var ended = new Dictionary<int, ClientSession>();
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(TimeSpan.FromMilliseconds(1), cancellation))
        {
            var left = await EndOnceAsync(sql, parameters, cancellation);
            if (left.Count == 0)
                return [.. ended.Values];
            foreach (var one in left)
                ended.TryAdd(one.Process, one);
            if (since.Elapsed > patience)
                throw new AdapterException($"sessions do not end: {ClientSession.Describe(left)}", endpoint.Subject,
                    "Find out what they wait for (pg_stat_activity), end them on the server's machine, and retry", isTransient: true);
        }
    }

    private async Task<List<ClientSession>> EndOnceAsync(string sql, object[] parameters, CancellationToken cancellation)
    {
        try
        {
            return await session.ListAsync(sql, Read, cancellation, parameters);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InsufficientPrivilege))
        {
            throw new AdapterException("the user may not end the sessions of others, and these can change the data", endpoint.Subject,
                $"As a superuser: GRANT pg_signal_backend TO {SqlText.Identifier(endpoint.User)}; where sessions are a superuser's, connect as one", isTransient: true, error);
        }
    }
}
