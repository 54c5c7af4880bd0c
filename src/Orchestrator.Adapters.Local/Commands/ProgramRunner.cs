using System.ComponentModel;
using System.Diagnostics;
using Orchestrator.Adapters.Local.Processes;
using Orchestrator.Core.Ports;
using SystemProcess = System.Diagnostics.Process;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>Runs one program to its end, within a time limit and with bounded output, in a session of its own.</summary>
internal static class ProgramRunner
{
    private const int SignalTerm = (int)StopSignal.Term;
    private const int OutputBytes = 1024 * 1024;
    private const int ErrorBytes = 256 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // A daemon that the program leaves behind may keep the pipes open for ever.
    private static readonly TimeSpan PipeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program. One that an earlier, killed server left running under the same mark is ended first.</summary>
    /// <exception cref="AdapterException">It cannot be started or takes too long.</exception>
    public static async Task<CommandResult> RunAsync(CommandLine line, string mark, string subject, TimeSpan limit, CancellationToken cancellation)
    {
        await EndLeftoversAsync(line, mark, cancellation);
        using var process = Start(line, mark, subject);
        var (output, errors) = (new BoundedOutput(OutputBytes, keepsEnd: false, line.OnLine), new BoundedOutput(ErrorBytes, keepsEnd: true));
        var pipes = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream), errors.ReadAsync(process.StandardError.BaseStream));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(limited.Token);
        }
        catch (OperationCanceledException)
        {
            var head = new HashSet<int> { process.Id };
            await ProcessEnder.EndAsync(() => ProcessFamily.Of(head, ProcessTable.Read()), SignalTerm, Grace, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw new AdapterException($"it did not end within {limit}", subject, "Raise 'timeLimit' in the plan, or see what it waits for", isTransient: true);
        }

        await Task.WhenAny(pipes, Task.Delay(PipeLimit, cancellation));
        return new CommandResult(process.ExitCode, output.Text, errors.Text);
    }

    /// <summary>Ends what an earlier, killed server left running of a program under a mark.</summary>
    public static Task EndLeftoversAsync(CommandLine line, string mark, CancellationToken cancellation) =>
        ProcessEnder.EndAsync(() => Leftovers(line, mark), SignalTerm, Grace, cancellation);

    private static SystemProcess Start(CommandLine line, string mark, string subject)
    {
        var start = new ProcessStartInfo("setsid", ["--", line.Path, .. line.Arguments])
        {
            WorkingDirectory = line.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.SetEnvironment(line.Environment);
        start.Environment[ProcessTable.Marker] = mark;
        try
        {
            var process = SystemProcess.Start(start)!;
            GiveInput(process, line.Input);
            return process;
        }
        catch (Win32Exception error)
        {
            throw new AdapterException($"it cannot be started ({error.Message})", subject, $"Check {line.Path} and its arguments", isTransient: false, error);
        }
    }

    // A program that has ended already reads nothing; how it ended tells why.
    private static void GiveInput(SystemProcess process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>What runs under the mark and is the program itself; a daemon that it started carries the mark but is another program.</summary>
    private static IReadOnlyList<ProcessEntry> Leftovers(CommandLine line, string mark)
    {
        var (all, program) = (ProcessTable.Read(), RealPath.Of(line.Path));
        var heads = all.Where(process => process.Pid == process.GroupId && ProcessTable.HasMark(process.Pid, mark)
            && program is not null && ProcessTable.Runs(process.Pid, program, line.Head ?? line.Arguments));
        return ProcessFamily.Of(heads.Select(process => process.Pid).ToHashSet(), all);
    }
}
