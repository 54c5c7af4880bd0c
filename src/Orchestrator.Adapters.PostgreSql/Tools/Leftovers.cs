using System.Diagnostics;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Tools;

/// <summary>Ends what a killed run of the same job left running: programs on this machine and sessions on the servers.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Ends it all and returns when it is gone.</summary>
    /// <exception cref="AdapterException">A session does not go away.</exception>
    public static async Task EndAsync(string job, IEnumerable<Endpoint> servers, CancellationToken cancellation)
    {
        EndProcesses(job);
        foreach (var server in servers)
            await EndSessionsAsync(job, server, cancellation);
    }

    // Programs are known by the application name in their environment, so a process id that was given out anew is never hit.
    private static void EndProcesses(string job)
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId && IsOfJob(folder, job))
                End(id);
        }
    }

    private static bool IsOfJob(string folder, string job)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains($"PGAPPNAME={job}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // it ended, or belongs to another user and so is not ours
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Patience);
        }
        catch (ArgumentException)
        {
            return; // it ended by itself
        }
    }

    private static async Task EndSessionsAsync(string job, Endpoint server, CancellationToken cancellation)
    {
        await using var session = await server.OpenAsync(job, cancellation);
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation))
        {
            if (await session.ScalarAsync<long>(EndSessions, cancellation, job) == 0)
                return;
        }

        throw new AdapterException("sessions of an earlier run do not end", server.Subject,
            $"Run SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{job}'", isTransient: true);
    }

    private const string EndSessions =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid() AND usesysid = (SELECT oid FROM pg_roles WHERE rolname = session_user)";
}
