using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>
/// Refuses new connections to a database for the moments in which it is frozen. That it is us who refuse them is marked in
/// the same transaction, so a kill leaves both or none: a setting of our own role in that database, which is visible from
/// outside of it, needs no right and means nothing to sessions that name themselves, as ours do.
/// </summary>
/// <param name="endpoint">The database.</param>
/// <param name="maintenance">Another database of the same server; a database cannot refuse connections from inside.</param>
/// <param name="job">The name of the migration's work on this component; see <see cref="JobName"/>.</param>
internal sealed class ConnectionGate(Endpoint endpoint, Endpoint maintenance, string job)
{
    private const string IsClosedByUs = """
        SELECT count(*) FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid JOIN pg_roles r ON r.oid = s.setrole
        WHERE d.datname = $1 AND NOT d.datallowconn AND r.rolname = current_user AND $2 = ANY (s.setconfig)
        """;

    private readonly string _database = SqlText.Identifier(endpoint.Database);

    /// <summary>Statements that let connections in again. They can be part of a transaction in the database itself.</summary>
    public string OpenStatements => $"""
        ALTER ROLE CURRENT_USER IN DATABASE {_database} RESET application_name;
        ALTER DATABASE {_database} ALLOW_CONNECTIONS true
        """;

    private string Mark => $"{job}_freeze";

    // Lost in a crash of the server it is lost with all sessions, and nothing was claimed: so nobody waits for the disk.
    private string CloseStatements => $"""
        SELECT set_config('synchronous_commit', 'off', true);
        ALTER ROLE CURRENT_USER IN DATABASE {_database} SET application_name = {SqlText.Literal(Mark)};
        ALTER DATABASE {_database} ALLOW_CONNECTIONS false
        """;

    /// <summary>Connects to the database; what a killed run left closed is opened.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The session, or <see langword="null"/> when there is no such database.</returns>
    /// <exception cref="AdapterException">It cannot be reached, or somebody else has closed it.</exception>
    public async Task<Session?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            return await endpoint.BorrowAsync(job, cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InvalidCatalogName))
        {
            return null;
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.ObjectNotInPrerequisiteState))
        {
            await OpenLeftClosedAsync(error, cancellation);
            return await endpoint.BorrowAsync(job, cancellation);
        }
    }

    /// <summary>Connects to the other database, from which the gate is worked.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<Session> ReachAsync(CancellationToken cancellation) => maintenance.BorrowAsync(job, cancellation);

    /// <summary>Refuses every new connection from here on, a superuser's as well.</summary>
    /// <param name="outside">A session of <see cref="ReachAsync"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task CloseAsync(Session outside, CancellationToken cancellation) => outside.ExecuteAsync(CloseStatements, cancellation);

    /// <summary>Lets connections in again, over a connection of its own.</summary>
    /// <param name="cancellation">Gives up.</param>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await using var outside = await ReachAsync(cancellation);
        await outside.ExecuteAsync(OpenStatements, cancellation);
    }

    /// <summary>Lets connections in again if a killed run of ours left them out, which a session that was kept does not notice by itself.</summary>
    /// <param name="session">The database.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task OpenIfClosedAsync(Session session, CancellationToken cancellation)
    {
        if (await IsClosedByUsAsync(session, cancellation))
            await session.ExecuteAsync(OpenStatements, cancellation);
    }

    private async Task<bool> IsClosedByUsAsync(Session session, CancellationToken cancellation) =>
        await session.ScalarAsync<long>(IsClosedByUs, cancellation, endpoint.Database, $"application_name={Mark}") > 0;

    private async Task OpenLeftClosedAsync(AdapterException refused, CancellationToken cancellation)
    {
        await using var outside = await ReachAsync(cancellation);
        if (!await IsClosedByUsAsync(outside, cancellation))
            throw new AdapterException("the database accepts no connections, and it is not this migration that has closed it", endpoint.Subject,
                $"ALTER DATABASE {_database} ALLOW_CONNECTIONS true", isTransient: true, refused);
        await outside.ExecuteAsync(OpenStatements, cancellation);
    }
}
