using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>Finds what could change a frozen database and is no session that can be ended.</summary>
internal static class FreezeObstacles
{
    private const string Prepared = """
        SELECT format('%L of %s, prepared %s s ago', gid, owner, round(extract(epoch FROM clock_timestamp() - prepared)))
        FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared
        """;

    private const string Subscriptions = """
        SELECT quote_ident(subname) FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND subenabled AND NOT starts_with(subname, $1) ORDER BY 1
        """;

    /// <summary>Throws when there is one.</summary>
    /// <param name="session">The database.</param>
    /// <param name="endpoint">The database.</param>
    /// <param name="job">Our subscriptions' names begin with this.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">A transaction is prepared, or somebody else's subscription brings changes.</exception>
    public static async Task RefuseAsync(Session session, Endpoint endpoint, string job, CancellationToken cancellation)
    {
        if (await session.ListAsync(Prepared, Read, cancellation) is { Count: > 0 } prepared)
            throw new AdapterException($"prepared transactions hold locks and could still be committed: {SourceChecks.Shorten(prepared)}", endpoint.Subject,
                $"In database {endpoint.Database}, for each: COMMIT PREPARED 'GID' or ROLLBACK PREPARED 'GID'; then retry", isTransient: true);
        if (await session.ListAsync(Subscriptions, Read, cancellation, job) is { Count: > 0 } subscriptions)
            throw new AdapterException($"subscriptions of others bring changes from elsewhere: {SourceChecks.Shorten(subscriptions)}", endpoint.Subject,
                "ALTER SUBSCRIPTION … DISABLE each, then retry", isTransient: true);
    }

    private static string Read(NpgsqlDataReader row) => row.GetString(0);
}
