using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Conformance;

/// <summary>The host that flows are tested on.</summary>
public sealed class MemoryTarget : Target
{
    protected override Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion) =>
        Task.FromResult<IOrchestrationClient>(new InMemoryOrchestrationHost(registry, time, defaultVersion));
}
