using System.Diagnostics;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Ends processes.</summary>
internal static class ProcessEnder
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    /// <summary>Asks processes to end and kills those that do not.</summary>
    /// <param name="find">Finds them; asked again and again, since they may start others meanwhile.</param>
    /// <param name="signal">What asks them.</param>
    /// <param name="grace">How long they may take before they are killed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Those that run in spite of all; none as a rule.</returns>
    public static async Task<IReadOnlyList<ProcessEntry>> EndAsync(
        Func<IReadOnlyList<ProcessEntry>> find, int signal, TimeSpan grace, CancellationToken cancellation)
    {
        var left = find();
        Send(left, signal);
        left = await WaitAsync(find, left, grace, cancellation);
        for (var clock = Stopwatch.StartNew(); left.Count > 0 && clock.Elapsed < KillLimit;)
        {
            Send(left, Signals.Kill);
            left = await WaitAsync(find, left, TimeSpan.FromSeconds(1), cancellation);
        }

        return left;
    }

    private static void Send(IEnumerable<ProcessEntry> processes, int signal)
    {
        foreach (var process in processes)
        {
            Signals.Send(process, signal);
        }
    }

    private static async Task<IReadOnlyList<ProcessEntry>> WaitAsync(
        Func<IReadOnlyList<ProcessEntry>> find, IReadOnlyList<ProcessEntry> known, TimeSpan limit, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); known.Count > 0 && clock.Elapsed < limit;)
        {
            known = await WaitForAllAsync(known, cancellation);
            known = [.. known.UnionBy(find(), process => process.Pid)];
        }

        return known;
    }

    // Looking for further processes reads all of /proc; looking whether known ones have ended costs microseconds, and
    // writes are frozen meanwhile.
    private static async Task<IReadOnlyList<ProcessEntry>> WaitForAllAsync(IReadOnlyList<ProcessEntry> known, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); known.Count > 0 && clock.Elapsed < Pause;)
        {
            await Task.Delay(Look, cancellation);
            known = [.. known.Where(process => ProcessTable.Find(process.Pid)?.StartTicks == process.StartTicks)];
        }

        return known;
    }
}
