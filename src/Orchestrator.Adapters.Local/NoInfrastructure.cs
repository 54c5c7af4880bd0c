using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>The infrastructure that exists already: nothing to make, nothing to remove.</summary>
internal sealed class NoInfrastructure : IInfrastructureAdapter
{
    /// <inheritdoc/>
    public string Kind => "none";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(Own: null);

    /// <inheritdoc/>
    public Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation) => Task.CompletedTask;
}
