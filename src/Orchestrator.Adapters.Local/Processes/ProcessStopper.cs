using System.Diagnostics;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Ends all processes of a workload.</summary>
internal static class ProcessStopper
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks them to end, kills those that do not, and returns when none runs. Fine when none did.</summary>
    /// <exception cref="AdapterException">Some cannot be killed.</exception>
    public static async Task StopAsync(Workload workload, CancellationToken cancellation)
    {
        var family = workload.FindProcesses();
        Send(family, (int)workload.Settings.Stop.Signal);
        family = await WaitAsync(workload, family, workload.Settings.Stop.GracePeriod, cancellation);
        for (var clock = Stopwatch.StartNew(); family.Count > 0 && clock.Elapsed < KillLimit;)
        {
            Send(family, Signals.Kill);
            family = await WaitAsync(workload, family, TimeSpan.FromSeconds(1), cancellation);
        }

        if (family.Count > 0)
        {
            throw new AdapterException(
                $"processes {string.Join(", ", family.Select(process => process.Pid))} do not end, not even when killed", workload.Subject,
                "Check that the server's user may signal them and that they do not wait for a dead disk", isTransient: true);
        }

        File.Delete(workload.StatePath);
    }

    private static void Send(IEnumerable<ProcessEntry> family, int signal)
    {
        foreach (var process in family)
        {
            Signals.Send(process, signal);
        }
    }

    /// <summary>Waits for the end of processes and of any that they started meanwhile; returns those that are left.</summary>
    private static async Task<IReadOnlyList<ProcessEntry>> WaitAsync(
        Workload workload, IReadOnlyList<ProcessEntry> family, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            family = [.. family.Where(process => ProcessTable.Find(process.Pid)?.StartTicks == process.StartTicks).Union(workload.FindProcesses())];
            if (family.Count == 0 || clock.Elapsed >= limit)
            {
                return family;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
