using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>The hub holds an instance of an orchestration that this host does not have.</summary>
internal sealed class UnknownOrchestrationException(string instanceId, string name) : OrchestratorException(
    $"There is no orchestration '{name}' in this host, and the instance '{instanceId}' needs it to go on.", isTransient: false)
{
    public override string Remedy => "Run the version of the orchestrator that started this instance.";
}
