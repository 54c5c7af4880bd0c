using System.Diagnostics;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>Starts and stops workloads whose state can be asked, once each, and waits for the outcome.</summary>
/// <param name="subject">How the workload is called in messages.</param>
/// <param name="stateAsync">Asks its state.</param>
/// <param name="within">How long a change may take.</param>
internal sealed class StateWait(string subject, Func<CancellationToken, Task<ComputeState>> stateAsync, TimeSpan within)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Starts it unless it runs, waits until it is healthy, and stops it again when it does not become so.</summary>
    /// <exception cref="AdapterException">It does not become healthy.</exception>
    public async Task StartAsync(Func<CancellationToken, Task> startAsync, Func<CancellationToken, Task> stopAsync, CancellationToken cancellation)
    {
        if (await stateAsync(cancellation) == ComputeState.Running)
        {
            return;
        }

        try
        {
            await startAsync(cancellation);
            await ExpectAsync(ComputeState.Running, "it was started but did not become healthy", cancellation);
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            await stopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops it unless it is stopped, and waits until it is.</summary>
    /// <exception cref="AdapterException">It does not stop.</exception>
    public async Task StopAsync(Func<CancellationToken, Task> stopAsync, CancellationToken cancellation)
    {
        if (await stateAsync(cancellation) == ComputeState.Stopped)
        {
            return;
        }

        await stopAsync(cancellation);
        await ExpectAsync(ComputeState.Stopped, "it was stopped but still runs", cancellation);
    }

    private async Task ExpectAsync(ComputeState wanted, string problem, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); await stateAsync(cancellation) != wanted;)
        {
            if (clock.Elapsed >= within)
            {
                throw new AdapterException($"{problem} within {within}", subject, "See what it says, or raise 'within'", isTransient: false);
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
