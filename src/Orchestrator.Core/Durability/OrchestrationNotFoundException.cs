namespace Orchestrator.Core.Durability;

/// <summary>There is no instance of that id in the hub.</summary>
/// <param name="instanceId">The id that was asked for.</param>
public sealed class OrchestrationNotFoundException(string instanceId)
    : OrchestratorException($"There is no orchestration '{instanceId}' in this hub.", isTransient: false)
{
    /// <summary>The id that was asked for.</summary>
    public string InstanceId { get; } = instanceId;
}
