using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Looks whether a sync can work. Changes nothing.</summary>
internal sealed class SyncReadinessCheck(Job job)
{
    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {cancellation}");
}
