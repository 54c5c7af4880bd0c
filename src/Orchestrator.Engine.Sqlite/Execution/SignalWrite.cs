using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Stores an event, a suspension, a resumption or a termination for a running instance.</summary>
internal sealed class SignalWrite(EngineRuntime runtime, string instanceId, HistoryEvent signal) : ClientWrite<bool>("signal")
{
    private readonly Message _message = new(signal);
    private long _key;

    protected override bool Write(HubTables tables)
    {
        var (key, state) = tables.FindInstance(instanceId) ?? throw new OrchestrationNotFoundException(instanceId);
        if (InstanceRow.IsEnd(state))
            throw new OrchestrationFinishedException(instanceId, state);
        _key = key;
        tables.InsertMessage(key, _message);
        return true;
    }

    protected override void Follow() => runtime.Deliver(_key, _message);
}
