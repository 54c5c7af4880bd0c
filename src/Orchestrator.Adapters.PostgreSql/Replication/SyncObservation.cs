using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Looks how a follower keeps up.</summary>
internal sealed class SyncObservation(Job job, SyncDirection direction)
{
    public Task<SyncStatus> ReadAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {direction} {cancellation}");
}
