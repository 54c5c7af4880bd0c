using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Brings the follower to where the leader is frozen.</summary>
internal sealed class FinalSync(Job job, SyncDirection direction)
{
    public Task<string> RunAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {direction} {cancellation}");
}
