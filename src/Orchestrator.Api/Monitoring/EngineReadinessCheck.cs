using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Monitoring;

/// <summary>The engine can be read and written.</summary>
internal sealed class EngineReadinessCheck(IOrchestrationClient client) : IReadinessCheck
{
    // No instance can have this id. Purging it changes nothing and yet takes the way of every write.
    private const string NobodysId = "@readiness";

    public string Name => "engine";

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await client.QueryAsync(new() { PageSize = 1, WithInputsAndOutputs = false }, cancellation);
        await client.PurgeAsync(NobodysId, cancellation);
    }
}
