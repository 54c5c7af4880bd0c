using System.Text.Json;
using Orchestrator.Core.Plans;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

internal static class BlobPlan
{
    public static BackupPlan Create(
        string connection, string container, long memoryBytes = 64 << 20, int parallelism = 8, string timeout = "PT30S") => new()
        {
            Kind = "blob",
            Settings = new Dictionary<string, JsonElement>
            {
                ["connection"] = JsonSerializer.SerializeToElement(connection),
                ["container"] = JsonSerializer.SerializeToElement(container),
                ["memoryBytes"] = JsonSerializer.SerializeToElement(memoryBytes),
                ["parallelism"] = JsonSerializer.SerializeToElement(parallelism),
                ["timeout"] = JsonSerializer.SerializeToElement(timeout),
            },
        };
}
