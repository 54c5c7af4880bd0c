using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>
/// Has a server write out what it holds in memory, ahead of a freeze: a checkpoint in the middle of one would slow down
/// every commit that users wait for, and the more so the larger the database is.
/// </summary>
/// <param name="job">The component.</param>
/// <param name="endpoint">A database of the server.</param>
internal sealed class Checkpoint(Job job, Endpoint endpoint)
{
    // It goes on by itself when we do not wait for it any longer.
    private const string Patience = "1min";

    /// <summary>Asks for it and waits for its end, a minute at most. Without the right to ask (superuser, or <c>pg_checkpoint</c> since PostgreSQL 15) nothing is done.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">The server cannot be reached.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var session = await endpoint.OpenAsync(job.Name, cancellation);
        try
        {
            await session.ExecuteAsync($"SET statement_timeout = '{Patience}'", cancellation);
            await session.ExecuteAsync("CHECKPOINT", cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InsufficientPrivilege) || error.HasState(PostgresErrorCodes.QueryCanceled))
        {
            Log.CheckpointLeftOut(job.Logger, endpoint.Subject, error.Problem);
        }
    }
}
