using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Starts an instance.</summary>
internal sealed class StartWrite(EngineRuntime runtime, InstanceRow row, DateTimeOffset? startAt, bool replaceFinished) : ClientWrite<string>("start")
{
    private readonly Message _started = new(new(EventKind.ExecutionStarted) { Name = row.Name }) { VisibleAt = startAt };
    private long _key;

    protected override string Write(HubTables tables)
    {
        if (tables.FindInstance(row.InstanceId) is { } taken)
        {
            if (!replaceFinished || !InstanceRow.IsEnd(taken.State))
                throw new OrchestrationAlreadyExistsException(row.InstanceId, taken.State);
            tables.DeleteInstance(taken.Key);
        }
        _key = tables.InsertInstance(row);
        tables.InsertMessage(_key, _started);
        return row.InstanceId;
    }

    protected override void Follow()
    {
        if (_started.VisibleAt is null)
            runtime.Deliver(_key, _started);
        else
            runtime.Timers.Add(_key, _started);
    }
}
