using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>Keeps clients from writing to a side.</summary>
internal sealed class WriteFreeze(Job job, Side side)
{
    public Task FreezeAsync(CancellationToken cancellation) => throw new NotSupportedException($"{job.Name} {side} {cancellation}");

    public Task<string> ProveAsync(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");

    public Task ThawAsync(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");
}
