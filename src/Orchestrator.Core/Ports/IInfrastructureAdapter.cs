using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Makes and removes what the target needs. All members are idempotent.</summary>
public interface IInfrastructureAdapter : IAdapter
{
    /// <summary>Makes what the target needs.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the target can receive the workload.</returns>
    /// <exception cref="AdapterException">It cannot be made.</exception>
    Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>Removes what this migration made, and nothing that existed before. Fine when nothing was made.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="AdapterException">It cannot be removed.</exception>
    Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);
}
