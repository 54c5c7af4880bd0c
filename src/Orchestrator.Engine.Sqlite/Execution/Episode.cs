using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// What one episode of an instance leaves behind: history, consumed messages and outgoing ones, in one transaction.
/// Nothing goes out before it is committed.
/// </summary>
internal sealed class Episode(EngineRuntime runtime, Instance instance, InstanceRow row) : IWrite
{
    private readonly List<(long Key, Message Message)> _deliveries = [];
    private readonly bool _wasFinished = InstanceRow.IsEnd(row.State);

    public string Name => "episode";

    public InstanceRow Row { get; set; } = row;

    public bool StartsNewRun { get; set; }

    public bool TerminatesChildren { get; set; }

    public List<HistoryEvent> History { get; } = [];

    public List<long> Consumed { get; } = [];

    public List<long> AnsweredTasks { get; } = [];

    public List<Message> HeldBack { get; } = [];

    public List<ActivityTask> Tasks { get; } = [];

    public List<Message> Timers { get; } = [];

    public List<int> CancelledTimers { get; } = [];

    public List<HistoryEvent> Children { get; } = [];

    public List<HistoryEvent> Sent { get; } = [];

    public bool IsFinished => InstanceRow.IsEnd(Row.State);

    private bool EndsNow => IsFinished && !_wasFinished;

    public void Apply(HubTables tables)
    {
        _deliveries.Clear();
        ApplyHistory(tables);
        ApplyInbox(tables);
        foreach (var task in Tasks)
            ApplyTask(tables, task);
        foreach (var child in Children)
            ApplyChild(tables, child);
        foreach (var sent in Sent)
            ApplySent(tables, sent);
        tables.UpdateInstance(Row);
        if (EndsNow)
            ApplyEnd(tables);
    }

    public void Committed()
    {
        foreach (var timer in Timers)
            runtime.Timers.Add(Row.Key, timer);
        foreach (var task in Tasks)
            runtime.Activities.Dispatch(task);
        foreach (var (key, message) in _deliveries)
            runtime.Deliver(key, message);
        if (EndsNow)
            runtime.Completions.Complete(Row.ToInstance());
        instance.EpisodeCommitted(Row);
    }

    public void Failed(Exception error)
    {
        foreach (var task in Tasks.Where(task => task.HasSlot))
            runtime.Activities.Release();
        instance.EpisodeFailed(error);
    }

    private void ApplyHistory(HubTables tables)
    {
        if (StartsNewRun)
        {
            tables.DeleteHistory(Row.Key);
            tables.DeleteRun(Row.Key);
            tables.WriteInput(Row.Key, Row.InputJson);
        }
        foreach (var record in History)
            tables.AppendHistory(Row.Key, record);
    }

    private void ApplyInbox(HubTables tables)
    {
        foreach (var seq in Consumed)
            tables.DeleteMessage(seq);
        foreach (var task in AnsweredTasks)
            tables.DeleteTask(task);
        foreach (var message in HeldBack)
            tables.InsertMessage(Row.Key, message);
        foreach (var timer in CancelledTimers)
            tables.DeleteTimer(Row.Key, Row.Run, timer);
        foreach (var timer in Timers)
            tables.InsertMessage(Row.Key, timer);
    }

    private void ApplyTask(HubTables tables, ActivityTask task)
    {
        task.HasSlot = task.HasSlot || runtime.Activities.TryReserve();
        tables.InsertTask(task);
    }

    private void ApplyChild(HubTables tables, HistoryEvent action)
    {
        var taken = tables.FindInstance(action.Target!);
        if (taken is { } found && !InstanceRow.IsEnd(found.State))
        {
            var error = new OrchestrationAlreadyExistsException(action.Target!, found.State);
            Send(tables, Row.Key, ChildFailed(Row.Run, action.TaskId, action.Name, FailureDetails.From(error)));
            return;
        }
        if (taken is { } ended)
            tables.DeleteInstance(ended.Key);
        var child = new InstanceRow(0, action.Target!, action.Name!, Row.Version)
        {
            CreatedAt = action.At,
            Parent = new(Row.Key, Row.InstanceId, Row.Run, action.TaskId),
            InputJson = action.PayloadJson,
        };
        Send(tables, tables.InsertInstance(child), new(new(EventKind.ExecutionStarted) { Name = action.Name }));
    }

    private void ApplySent(HubTables tables, HistoryEvent action)
    {
        if (tables.FindInstance(action.Target!) is { } receiver && !InstanceRow.IsEnd(receiver.State))
            Send(tables, receiver.Key, new(new(EventKind.EventRaised) { Name = action.Name, PayloadJson = action.PayloadJson }));
        else
            Log.EventDropped(runtime.Logger, Row.InstanceId, action.Name!, action.Target!);
    }

    private void ApplyEnd(HubTables tables)
    {
        tables.DeletePending(Row.Key);
        if (Row.Parent is { } parent && tables.FindState(parent.Key) is { } state && !InstanceRow.IsEnd(state))
            Send(tables, parent.Key, AnswerToParent(parent));
        foreach (var child in TerminatesChildren ? tables.FindChildren(Row.Key) : [])
            Send(tables, child, new(new(EventKind.ExecutionTerminated) { TaskId = Instance.Recursive, PayloadJson = Row.OutputJson }));
    }

    private Message AnswerToParent(ParentLink parent)
    {
        if (Row.State == OrchestrationState.Completed)
            return new(new(EventKind.SubOrchestrationInstanceCompleted) { TaskId = parent.TaskId, Name = Row.Name, PayloadJson = Row.OutputJson }) { Run = parent.Run };
        var failure = Row.Failure ?? new("Terminated", $"The child orchestration '{Row.InstanceId}' was terminated.", IsTransient: false);
        return ChildFailed(parent.Run, parent.TaskId, Row.Name, failure);
    }

    private static Message ChildFailed(int parentRun, int taskId, string? name, FailureDetails failure) =>
        new(new(EventKind.SubOrchestrationInstanceFailed) { TaskId = taskId, Name = name, Failure = failure }) { Run = parentRun };

    private void Send(HubTables tables, long key, Message message)
    {
        tables.InsertMessage(key, message);
        _deliveries.Add((key, message));
    }
}
