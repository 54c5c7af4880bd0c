using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Copies.</summary>
internal sealed class BaselineCopy(Job job)
{
    public Task<DataSize> RunAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {cancellation}");
}
