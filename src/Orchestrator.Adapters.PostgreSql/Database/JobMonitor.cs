using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>Looks at a job's sessions on a server while a program works: how much is copied, and who stands in the way.</summary>
internal sealed class JobMonitor(Endpoint endpoint, string job, ObjectProgress? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private const string Copies = """
        SELECT c.relname::text, p.bytes_processed FROM pg_stat_progress_copy p JOIN pg_stat_activity a USING (pid)
            JOIN pg_class c ON c.oid = p.relid WHERE a.application_name = $1 AND p.datname = current_database()
        """;

    private const string Blockers = """
        SELECT l.relation::regclass || ' by process ' || b.pid || ' (' || coalesce(b.usename, '') || ', ' || coalesce(b.application_name, '') || ')'
        FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted AND l.relation IS NOT NULL
            CROSS JOIN LATERAL unnest(pg_blocking_pids(a.pid)) AS blocking(pid) JOIN pg_stat_activity b ON b.pid = blocking.pid
        WHERE a.application_name = $1 ORDER BY 1 LIMIT 5
        """;

    /// <summary>Which table was locked by whom when this was last seen; empty when nothing was.</summary>
    public string LastBlocked { get; private set; } = "";

    /// <summary>Does something and looks meanwhile.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var looking = LookAsync(end.Token);
        try
        {
            return await work();
        }
        finally
        {
            await end.CancelAsync();
            await looking;
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var session = await endpoint.OpenAsync(job, cancellation);
            for (; ; await Task.Delay(Interval, cancellation))
                await LookOnceAsync(session, cancellation);
        }
        catch (Exception error) when (error is OperationCanceledException or AdapterException)
        {
            return; // the work has ended, or will itself say what is wrong with the server
        }
    }

    private async Task LookOnceAsync(Session session, CancellationToken cancellation)
    {
        if (progress is not null && session.Major >= 14)
            progress.Hear(await session.ListAsync(Copies, row => (row.GetString(0), row.GetInt64(1)), cancellation, job));
        var blocked = await session.ListAsync(Blockers, row => row.GetString(0), cancellation, job);
        if (blocked.Count > 0)
            LastBlocked = string.Join("; ", blocked);
    }
}
