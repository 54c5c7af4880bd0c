using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>The fake keeps the same promises as the engine, so flows tested on it behave the same on the engine.</summary>
public sealed class InMemoryHostContractTests : OrchestrationContract
{
    protected override Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion) =>
        Task.FromResult<IOrchestrationClient>(new InMemoryOrchestrationHost(registry, time, defaultVersion));
}
