using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Removes instances that have ended; others are left alone.</summary>
internal sealed class PurgeWrite(IReadOnlyList<string> instanceIds) : ClientWrite<int>("purge")
{
    protected override int Write(HubTables tables)
    {
        var removed = 0;
        foreach (var instanceId in instanceIds)
        {
            if (tables.FindInstance(instanceId) is not { } found || !InstanceRow.IsEnd(found.State))
                continue;
            tables.DeleteInstance(found.Key);
            removed++;
        }
        return removed;
    }
}
