using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Replication.Baseline;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Copies unlogged tables, whose changes are in no log, as a whole.</summary>
internal sealed class UnloggedCarrier(Session leader, Session follower)
{
    /// <summary>Copies them.</summary>
    /// <returns>What was done, for the report; empty when there are none.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var tables = await CopyPlan.ListUnloggedAsync(leader, follower.Major, cancellation);
        if (tables.Count == 0)
            return "";
        // As the apply worker does it: no trigger of users fires, and no foreign key is checked.
        await follower.ExecuteAsync($"BEGIN; SET LOCAL session_replication_role = replica; TRUNCATE ONLY {string.Join(", ONLY ", tables.Select(table => table.Table))}", cancellation);
        foreach (var table in tables)
            await CopyPipe.RunAsync(leader, follower, table, _ => { }, cancellation);
        await follower.ExecuteAsync("COMMIT", cancellation);
        return $"{tables.Count} unlogged tables";
    }
}
