using System.Diagnostics;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Tools;

/// <summary>Runs one of PostgreSQL's programs: no shell, an environment of its own, and it dies with us.</summary>
internal sealed class ToolRun(ToolFolder folder, string program, Endpoint endpoint, string job)
{
    private const string SetPriv = "/usr/bin/setpriv";
    private readonly Queue<string> _errors = new();

    /// <summary>Hears every line of the program's log while it runs.</summary>
    public Action<string> OnLine { get; init; } = _ => { };

    /// <summary>The last lines that tell of an error, at most 8. Lines that quote rows are left out.</summary>
    public string Errors => string.Join(" ", _errors);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Its arguments; never a secret.</param>
    /// <param name="cancellation">Kills it and its children.</param>
    /// <returns>Whether it succeeded.</returns>
    public Task<bool> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel ends the child when the thread that made it ends (PR_SET_PDEATHSIG), so the thread must live as long as the child.
        new Thread(() => Complete(done, arguments, cancellation)) { IsBackground = true, Name = program }.Start();
        return done.Task;
    }

    private void Complete(TaskCompletionSource<bool> done, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        try
        {
            done.SetResult(Run(arguments, cancellation));
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled(cancellation);
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            done.SetException(error);
        }
    }

    private bool Run(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = Describe(arguments) };
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0;
    }

    private ProcessStartInfo Describe(IReadOnlyList<string> arguments)
    {
        IEnumerable<string> command = [folder.Program(program), .. arguments];
        if (File.Exists(SetPriv))
            command = [SetPriv, "--pdeathsig", "TERM", "--", .. command];
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start);
        return start;
    }

    private void SetEnvironment(ProcessStartInfo start)
    {
        // Our own environment may hold the secrets of other components.
        foreach (var name in start.Environment.Keys.Except(["PATH", "HOME", "TMPDIR", "SYSTEMROOT", "TEMP"]).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C"; // messages are matched in English
        foreach (var (name, value) in endpoint.ToolEnvironment(job))
            start.Environment[name] = value;
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        OnLine(line);
        if (!line.Contains("error:", StringComparison.OrdinalIgnoreCase) && !line.Contains("FATAL:", StringComparison.Ordinal) && !line.StartsWith("HINT:", StringComparison.Ordinal))
            return;
        _errors.Enqueue(line);
        if (_errors.Count > 8)
            _errors.Dequeue();
    }
}
