using System.Diagnostics;

namespace Orchestrator.Benchmarks.Online;

/// <summary>A program that runs beside what is measured; killed at the end if it still does.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task<string> _output;

    private RunningTool(Process process) =>
        (_process, _errors, _output) = (process, process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());

    public static RunningTool Start(ProcessStartInfo start)
    {
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        return new(Process.Start(start)!);
    }

    /// <summary>Says that it must not have ended yet.</summary>
    /// <exception cref="InvalidOperationException">It has.</exception>
    public void RequireRunning()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"It ended with {_process.ExitCode} before it was asked to.");
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task WaitAsync(TimeSpan atMost)
    {
        using var patience = new CancellationTokenSource(atMost);
        await _process.WaitForExitAsync(patience.Token);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"It ended with {_process.ExitCode}: {LastLine(await _errors)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_errors, _output);
        _process.Dispose();
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}
