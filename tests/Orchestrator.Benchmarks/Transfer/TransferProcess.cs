using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>Runs a transfer as a process of its own, so that both sides are measured alike, start-up included.</summary>
internal static class TransferProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<TransferRun> MeasureAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = WatchPeakAsync(process);
        using var patience = new CancellationTokenSource(Longest);
        await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {await errors}{await output}");
        return new TransferRun(seconds, await peak);
    }

    // The kernel keeps the high-water mark, so looking now and then misses only the very end.
    private static async Task<double> WatchPeakAsync(Process process)
    {
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakMegabytes(process.Id));
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return peak;
    }

    private static double PeakMegabytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // It ended between the two looks.
            return 0;
        }
    }
}
