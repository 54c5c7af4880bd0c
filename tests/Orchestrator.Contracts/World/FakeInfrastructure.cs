using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Makes and removes the target of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeInfrastructure(FakeWorld world) : IInfrastructureAdapter
{
    public string Kind => "fake";

    public AdapterSettings Settings => new(null);

    public Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        world.IsProvisioned = true;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        world.IsProvisioned = false;
        return Task.CompletedTask;
    }
}
