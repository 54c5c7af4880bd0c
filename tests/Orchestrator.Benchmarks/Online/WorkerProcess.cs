using System.Diagnostics;
using System.Globalization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Online;

/// <summary>The process that <see cref="SyncWorker"/> runs in, seen from outside.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>What makes a benchmark process such a worker.</summary>
    public const string Verb = "--work";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly ScratchFolder _folder;
    private readonly Process _process;

    private WorkerProcess(ScratchFolder folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>The most memory it has held so far; the kernel keeps the high-water mark.</summary>
    public double PeakMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(each => each.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static WorkerProcess Start(BenchDatabase database)
    {
        var folder = new ScratchFolder(database.Site, "work");
        var start = new ProcessStartInfo(Environment.ProcessPath!,
        [
            .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(WorkerProcess).Assembly.Location } : [],
            "online", Verb, folder.Path,
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [SyncWorker.SourceVariable] = database.SourceConnection,
                [SyncWorker.TargetVariable] = database.TargetConnection,
            },
        };
        return new(folder, Process.Start(start)!);
    }

    /// <summary>Has it do something.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<WorkerAnswer> TellAsync(string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync(patience.Token);
        var answer = DurableJson.Read<WorkerAnswer>(await _process.StandardOutput.ReadLineAsync(patience.Token));
        return answer is { Error: null }
            ? answer
            : throw new InvalidOperationException($"{command}: {answer?.Error ?? "the process ended"}");
    }

    /// <summary>Takes the sync away and ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await TellAsync(WorkerCommand.End);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            // Said here and not thrown: what failed before says more.
            await Console.Error.WriteLineAsync(error.Message);
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
