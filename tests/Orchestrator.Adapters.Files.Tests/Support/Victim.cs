using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>What the process that a test kills or starves does: one step, with a line for each report of its progress.</summary>
internal static class Victim
{
    private static readonly FilesDataAdapter Adapter = new(NullLogger<FilesDataAdapter>.Instance, packSizeBytes: 1 << 20);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (step, source, target, backup) = (arguments[0], arguments[1], arguments[2], arguments[3]);
        var component = FilesComponent.Create(source, target);
        var scope = TestScope.Create(component, Path.GetDirectoryName(backup)!, step).With(PrintProgress);
        try
        {
            return await RunAsync(step, component, backup, scope);
        }
        catch (AdapterException error)
        {
            Console.Out.WriteLine($"error transient={error.IsTransient}: {error.Message}");
            return 1;
        }
        finally
        {
            Console.Out.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));
        }
    }

    private static async Task<int> RunAsync(string step, DataComponent component, string backup, StepScope scope)
    {
        switch (step)
        {
            case "assess":
                foreach (var finding in await Adapter.CheckReadinessAsync(component, scope, CancellationToken.None)) Console.Out.WriteLine(finding);
                return 0;
            case "backUp":
                await Adapter.BackUpAsync(component, backup, scope, CancellationToken.None);
                return 0;
            case "provision":
                await Adapter.PrepareTargetAsync(component, scope, CancellationToken.None);
                return 0;
            case "restore":
                await Adapter.RestoreAsync(component, backup, scope, CancellationToken.None);
                return 0;
            case "copyBaseline":
                await Adapter.CopyBaselineAsync(component, scope, CancellationToken.None);
                return 0;
            case "removeTarget":
                await Adapter.RemoveTargetAsync(component, scope, CancellationToken.None);
                return 0;
            case "validate":
                return (await Adapter.CompareAsync(component, null, scope, CancellationToken.None)).IsEqual ? 0 : 1;
            default:
                throw new ArgumentException(step);
        }
    }

    // Waits for the reader when the pipe is full, so that a kill at a line hits the process near that line.
    private static void PrintProgress(StepProgress progress)
    {
        Console.Out.WriteLine($"{progress.Completed} {new string('.', 1000)}");
        Console.Out.Flush();
    }
}
