using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Whether a database has room to grow.</summary>
internal static class FreeSpace
{
    // A few megabytes in a file that is gone at once. No server tells over SQL how full its disks are.
    private static readonly string[] Probe =
    [
        "SET LOCAL temp_tablespaces = ''",
        "SET LOCAL work_mem = '64kB'",
        "SELECT count(*) FROM generate_series(1, 100000)",
    ];

    /// <summary>Tries, over a connection of its own, because the driver gives it up when there is none.</summary>
    public static async Task<bool> IsUsedUpAsync(Endpoint endpoint, string name, CancellationToken cancellation)
    {
        try
        {
            await using var session = await endpoint.OpenAsync(name, cancellation);
            await Transaction.RunAsync(session, Probe, cancellation);
            return false;
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.DiskFull))
        {
            return true;
        }
    }
}
