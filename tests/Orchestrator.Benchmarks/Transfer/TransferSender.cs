using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Core.Plans;

namespace Orchestrator.Benchmarks.Transfer;

/// <summary>The process that is measured: stores one folder.</summary>
internal static class TransferSender
{
    /// <summary>The environment variable with the store's connection, so that no key stands in a command line.</summary>
    public const string ConnectionVariable = "ORCHESTRATOR_BENCH_STORE";

    public static async Task<int> RunAsync(string folder, TransferOptions options)
    {
        var plan = new BackupPlan
        {
            Kind = "blob",
            Settings = new Dictionary<string, JsonElement>
            {
                ["connection"] = JsonSerializer.SerializeToElement($"env:{ConnectionVariable}"),
                ["memoryBytes"] = JsonSerializer.SerializeToElement(options.MemoryBytes),
                ["parallelism"] = JsonSerializer.SerializeToElement(options.Parallelism),
            },
        };
        var store = new BlobBackupStore(new BlobConnector(), NullLogger<BlobBackupStore>.Instance);
        await store.PutAsync(plan, "bench/load", folder, new BackupScope(plan).Scope, CancellationToken.None);
        return 0;
    }
}
