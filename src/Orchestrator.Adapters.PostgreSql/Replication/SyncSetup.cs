using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Makes and removes what a sync needs on both servers.</summary>
internal sealed class SyncSetup(Job job, SyncDirection direction)
{
    public Task ConfigureAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {direction} {cancellation}");

    public Task RemoveAsync(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");
}
