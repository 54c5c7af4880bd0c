using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Ends all processes of a workload.</summary>
internal static class ProcessStopper
{
    /// <summary>Asks them to end, kills those that do not, and returns when none runs. Fine when none did.</summary>
    /// <exception cref="AdapterException">Some cannot be killed.</exception>
    public static async Task StopAsync(Workload workload, CancellationToken cancellation)
    {
        var stop = workload.Settings.Stop;
        var left = await ProcessEnder.EndAsync(workload.FindProcesses, (int)stop.Signal, stop.GracePeriod, cancellation);
        if (left.Count > 0)
        {
            throw new AdapterException(
                $"processes {string.Join(", ", left.Select(process => process.Pid))} do not end, not even when killed", workload.Subject,
                "Check that the server's user may signal them and that they do not wait for a dead disk", isTransient: true);
        }

        File.Delete(workload.StatePath);
    }
}
