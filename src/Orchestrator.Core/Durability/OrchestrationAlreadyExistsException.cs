namespace Orchestrator.Core.Durability;

/// <summary>The id of a new instance is taken.</summary>
/// <param name="instanceId">The id.</param>
/// <param name="state">The state of the instance that has it.</param>
public sealed class OrchestrationAlreadyExistsException(string instanceId, OrchestrationState state)
    : OrchestratorException($"An orchestration '{instanceId}' exists already ({state}).", isTransient: false)
{
    /// <summary>The id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The state of the instance that has it.</summary>
    public OrchestrationState State { get; } = state;
}
