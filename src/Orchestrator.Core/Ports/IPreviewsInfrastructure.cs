using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Infrastructure that can tell what it would change before it changes anything.</summary>
public interface IPreviewsInfrastructure : IInfrastructureAdapter
{
    /// <summary>Tells what <see cref="IInfrastructureAdapter.ProvisionAsync"/> would do now. Changes nothing.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What would happen to which resource, and what stands in the way. Without secrets.</returns>
    /// <exception cref="OperationPendingException">The answer takes longer; ask again later.</exception>
    /// <exception cref="AdapterException">It cannot be told.</exception>
    Task<InfrastructurePreview> PreviewAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);
}
