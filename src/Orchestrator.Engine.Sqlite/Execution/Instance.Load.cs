using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>Bringing an instance back from the hub: replay and its check.</summary>
internal sealed partial class Instance
{
    private InstanceRow? _row;
    private OrchestrationRun? _run;
    private OrchestratorException? _stuck;
    private long _newestLoaded;

    // What was in the inbox when the instance was loaded must not be taken in a second time when its delivery arrives.
    private bool IsLoadedAlready(Message message) => message.Seq > 0 && message.VisibleAt is null && message.Seq <= _newestLoaded;

    /// <summary>Reads the instance and its messages; does nothing when it is live.</summary>
    /// <returns>What was in the inbox.</returns>
    private List<Message> Load()
    {
        if (_row is not null)
            return [];
        var (row, inbox) = runtime.Readers.Read(reader => (reader.FindInstance(Key), reader.ReadInbox(Key, runtime.Time.GetUtcNow())));
        if (row is null)
            return [];
        _newestLoaded = inbox.Count > 0 ? inbox[^1].Seq : 0;
        if (!InstanceRow.IsEnd(row.State))
            Replay(row);
        _row = row;
        return inbox;
    }

    private void Replay(InstanceRow row)
    {
        var history = runtime.Readers.Read(reader => reader.ReadHistory(Key));
        if (history.Count == 0)
            return;
        try
        {
            var run = NewRun(row);
            Replayer.Replay(run, history);
            _run = run;
        }
        catch (OrchestratorException error)
        {
            _stuck = error;
        }
    }

    private OrchestrationRun NewRun(InstanceRow row)
    {
        if (!runtime.Registry.Orchestrations.TryGetValue(row.Name, out var body))
            throw new UnknownOrchestrationException(row.InstanceId, row.Name);
        return new(new(row.InstanceId, row.Name, row.Version, row.Run, row.InputJson), body, () => Post(null));
    }
}
