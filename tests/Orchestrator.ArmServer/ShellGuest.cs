using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orchestrator.Testing.Arm;

/// <summary>The inside of a Linux machine: what Run Command brings is run by a real shell.</summary>
/// <param name="folder">Where scripts run; where this process runs when it is <see langword="null"/>.</param>
public sealed class ShellGuest(string? folder = null)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<RunCommandCall> _calls = [];

    /// <summary>What was run, oldest first.</summary>
    public IReadOnlyList<RunCommandCall> Calls => [.. _calls];

    /// <summary>Runs a script.</summary>
    /// <param name="call">The script.</param>
    /// <returns>What it said.</returns>
    public RunCommandOutput Run(RunCommandCall call)
    {
        _calls.Enqueue(call);
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", call.Script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        })!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        if (!shell.WaitForExit(Bound))
        {
            shell.Kill(entireProcessTree: true);
            throw new TimeoutException($"A script did not end within {Bound}: {call.Script}");
        }

        return new(shell.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
