using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Disk;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Benchmarks.Disk;

/// <summary>The process that is measured: backs one VHD up, makes the disk and fills it.</summary>
internal static class DiskSender
{
    public static async Task<int> RunAsync(string jobFile)
    {
        var job = DurableJson.Read<DiskSend>(await File.ReadAllTextAsync(jobFile))!;
        var connector = new ArmConnector(new ResourceManagerOptions { Endpoint = job.Endpoint, CaFile = job.CaFile, TokenFile = job.TokenFile });
        var adapter = new AzureDiskAdapter(connector, new DiskContent());
        var scope = TestScope.Create(job.Component, job.WorkFolder);
        await adapter.BackUpAsync(job.Component, job.BackupFolder, scope, CancellationToken.None);
        await RepeatAsync(() => adapter.PrepareTargetAsync(job.Component, scope, CancellationToken.None));
        await RepeatAsync(() => adapter.RestoreAsync(job.Component, job.BackupFolder, scope, CancellationToken.None));
        return 0;
    }

    // The runbook would wait; the server counts looks and not time.
    private static async Task RepeatAsync(Func<Task> step)
    {
        for (; ; )
        {
            try
            {
                await step();
                return;
            }
            catch (OperationPendingException)
            {
                await Task.Yield();
            }
        }
    }
}
