using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>What the process that a test kills does: one step, with a line for each report of its progress.</summary>
internal static class Victim
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (step, source, target, backup) = (arguments[0], arguments[1], arguments[2], arguments[3]);
        var component = FilesComponent.Create(source, target);
        var scope = TestScope.Create(component, Path.GetDirectoryName(backup)!, step).With(Print);
        var adapter = new FilesDataAdapter(NullLogger<FilesDataAdapter>.Instance, packSizeBytes: 1 << 20);
        await (step switch
        {
            "backUp" => adapter.BackUpAsync(component, backup, scope, CancellationToken.None),
            "restore" => adapter.RestoreAsync(component, backup, scope, CancellationToken.None),
            "removeTarget" => adapter.RemoveTargetAsync(component, scope, CancellationToken.None),
            _ => throw new ArgumentException(step),
        });
        return 0;
    }

    // Waits for the reader when the pipe is full, so that a kill at a line hits the process near that line.
    private static void Print(StepProgress progress)
    {
        Console.Out.WriteLine($"{progress.Completed} {new string('.', 1000)}");
        Console.Out.Flush();
    }
}
