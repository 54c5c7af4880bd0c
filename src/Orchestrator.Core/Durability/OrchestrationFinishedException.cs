namespace Orchestrator.Core.Durability;

/// <summary>The instance has ended and takes nothing in any more.</summary>
/// <param name="instanceId">The instance.</param>
/// <param name="state">How it ended.</param>
public sealed class OrchestrationFinishedException(string instanceId, OrchestrationState state)
    : OrchestratorException($"The orchestration '{instanceId}' has ended ({state}) and takes no more events.", isTransient: false)
{
    /// <summary>The instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>How it ended.</summary>
    public OrchestrationState State { get; } = state;
}
