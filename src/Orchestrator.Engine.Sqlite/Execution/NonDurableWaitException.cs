using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>The code of an orchestration awaited something that the engine does not know and cannot replay.</summary>
internal sealed class NonDurableWaitException(string instanceId) : OrchestratorException(
    $"The code of the orchestration '{instanceId}' left its thread or awaits something that is not durable.", isTransient: false)
{
    public override string Remedy =>
        "Await only tasks of the context (and WhenAll/WhenAny over them); no Task.Delay, Task.Run, ConfigureAwait(false), CancelAsync or I/O. Move such work into an activity.";
}
