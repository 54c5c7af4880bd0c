using System.Globalization;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>What the process that a test kills does: it restores, with a line for each report of its progress.</summary>
internal static class DiskVictim
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var endpoint, var certificate, var token, var component, var workFolder, var backup])
            return 2;
        var options = new ResourceManagerOptions { Endpoint = new(endpoint), CaFile = certificate, TokenFile = token };
        var data = DurableJson.Read<DataComponent>(await File.ReadAllTextAsync(component))!;
        var adapter = new AzureDiskAdapter(new ArmConnector(options), new DiskContent());
        var scope = TestScope.Create(data, workFolder, "restore", migrationId: DiskRig.MigrationId).With(PrintProgress);
        for (; ; )
        {
            try
            {
                await adapter.RestoreAsync(data, backup, scope, CancellationToken.None);
                return 0;
            }
            catch (OperationPendingException)
            {
                // The server counts looks and not time.
            }
        }
    }

    // Waits for the reader when the pipe is full, so that a kill at a line hits the process near that line.
    private static void PrintProgress(StepProgress progress)
    {
        Console.Out.WriteLine($"{progress.Completed.ToString(CultureInfo.InvariantCulture)} {new string('.', 5000)}");
        Console.Out.Flush();
    }
}
