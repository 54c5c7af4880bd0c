using System.ComponentModel;
using System.Diagnostics;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Core.Ports;
using SystemProcess = System.Diagnostics.Process;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Starts one workload process, or takes over the one that runs, and waits until it serves.</summary>
internal sealed class ProcessStarter(Workload workload, CommandLine line, StepScope scope)
{
    // A session of its own detaches the workload from the server; exec keeps the process id from the shell to the program.
    private const string Detach = "log=$1; shift; exec setsid -- \"$@\" </dev/null >>\"$log\" 2>&1";
    private const int ReadBytes = 256 * 1024; // Far more than is shown, so that no secret is cut before it is recognised.
    private const int TailLength = 2000;

    /// <summary>Returns when the workload serves; a run after a crash finds what the first one started.</summary>
    /// <exception cref="AdapterException">It does not; nothing of it runs then.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (workload.FindProcesses() is [_, ..] found)
        {
            ProcessRecord.Write(workload.StatePath, ProcessRecord.Read(workload.StatePath)?.FindRunning() ?? ProcessFamily.HeadOf(found));
            if (await BecomesHealthyAsync(null, cancellation))
            {
                return;
            }

            // What an earlier attempt left half-started, or what hangs, gets one fresh start.
            await ProcessStopper.StopAsync(workload, cancellation);
        }

        await RefuseTakenAddressAsync(cancellation);
        var logStart = File.Exists(workload.LogPath) ? new FileInfo(workload.LogPath).Length : 0;
        using var process = Spawn();
        if (!await BecomesHealthyAsync(process, cancellation))
        {
            await FailAsync(logStart, HasFailed(process));
        }
    }

    private async Task RefuseTakenAddressAsync(CancellationToken cancellation)
    {
        if (workload.Settings.Address is { } address && await HealthProbe.AcceptsAsync(address, cancellation))
        {
            throw new AdapterException(
                "something else serves at its address already", $"{workload.Subject} at {address}",
                "Stop that, choose another address, or say with 'pidFile' or 'port' how to recognise the workload", isTransient: false);
        }
    }

    private SystemProcess Spawn()
    {
        MakePrivateLog();
        var start = new ProcessStartInfo("/bin/sh", ["-c", Detach, "sh", workload.LogPath, line.Path, .. line.Arguments])
        {
            WorkingDirectory = line.WorkingDirectory,
            RedirectStandardInput = true,
        };
        start.SetEnvironment(line.Environment);
        start.Environment[ProcessTable.Marker] = workload.Mark;
        try
        {
            var process = SystemProcess.Start(start)!;
            process.StandardInput.Close();
            if (ProcessTable.Find(process.Id) is { } entry)
            {
                ProcessRecord.Write(workload.StatePath, entry);
            }

            return process;
        }
        catch (Win32Exception error)
        {
            throw new AdapterException("it cannot be started", workload.Subject, $"Check {line.Path} and its arguments: {error.Message}", isTransient: false, error);
        }
    }

    private void MakePrivateLog()
    {
        File.Open(workload.LogPath, FileMode.Append).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workload.LogPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task<bool> BecomesHealthyAsync(SystemProcess? started, CancellationToken cancellation)
    {
        var health = workload.Settings.Health;
        var isFirst = true; // one that runs already is looked at right away: users may be waiting
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < health.Timeout;)
        {
            if (started is not null || !isFirst)
                await Task.Delay(health.Interval, cancellation);
            isFirst = false;
            if (workload.FindProcesses().Count == 0 || HasFailed(started))
            {
                return false;
            }

            if (await HealthProbe.IsHealthyAsync(health, workload.Settings.Address, scope, cancellation) && workload.FindProcesses().Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A daemon ends its first process on purpose, but with 0; any other end is a failure even when children are left.</summary>
    private static bool HasFailed(SystemProcess? started) => started is { HasExited: true, ExitCode: not 0 };

    private async Task FailAsync(long logStart, bool hasFailed)
    {
        var ended = hasFailed || workload.FindProcesses().Count == 0;
        await ProcessStopper.StopAsync(workload, CancellationToken.None);
        var problem = ended ? "it ended at once" : $"it did not become healthy within {workload.Settings.Health.Timeout}";
        throw new AdapterException(
            $"{problem}. Its last output: {Tail(logStart)}", workload.Subject,
            $"Look into {workload.LogPath} on the server, correct the plan or the program, and retry", isTransient: false);
    }

    private string Tail(long from)
    {
        using var stream = new FileStream(workload.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Max(from, stream.Length - ReadBytes);
        return Text.Tail(scope.Secrets.Redact(new StreamReader(stream).ReadToEnd()), TailLength);
    }
}
