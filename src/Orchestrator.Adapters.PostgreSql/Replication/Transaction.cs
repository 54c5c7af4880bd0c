using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Changes definitions on a server that users work on.</summary>
internal static class Transaction
{
    private const int MostAttempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Whoever waits for an exclusive lock makes everybody behind it wait as well, so it gives up soon and comes again.
    private const string Begin = "BEGIN; SET LOCAL lock_timeout = '1s'; ";

    /// <summary>Runs statements, all or none.</summary>
    /// <exception cref="AdapterException">A statement failed, or somebody holds a lock for long.</exception>
    public static async Task RunAsync(Session session, IEnumerable<string> statements, CancellationToken cancellation)
    {
        var sql = Begin + string.Join("; ", statements) + "; COMMIT";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await session.ExecuteAsync(sql, cancellation);
                return;
            }
            catch (AdapterException error) when (error.InnerException is PostgresException)
            {
                if (session.IsOpen)
                    await session.ExecuteAsync("ROLLBACK", cancellation);
                if (attempt == MostAttempts || !(error.HasState(PostgresErrorCodes.LockNotAvailable) || error.HasState(PostgresErrorCodes.DeadlockDetected)))
                    throw;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
