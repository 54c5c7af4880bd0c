using System.Globalization;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>What the code of the orchestration sees of its run.</summary>
internal sealed partial class OrchestrationRun : IOrchestrationContext
{
    private int _nextTaskId;
    private int _guidCounter;

    public string InstanceId => _facts.InstanceId;

    public string Name => _facts.Name;

    public string Version => _facts.Version;

    public bool IsReplaying { get; private set; }

    public DateTimeOffset CurrentUtc { get; private set; }

    public T? GetInput<T>() => DurableJson.Read<T>(_facts.InputJson);

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input = null)
    {
        var task = new OpenTask<TResult>();
        Ask(new(EventKind.TaskScheduled) { Name = name, PayloadJson = DurableJson.Write(input) }, task);
        return task.Task;
    }

    public Task<TResult> CallSubOrchestrationAsync<TResult>(string name, object? input = null, string? instanceId = null)
    {
        var task = new OpenTask<TResult>();
        var childId = instanceId ?? $"{InstanceId}:{_facts.Run}:{_nextTaskId}";
        Ask(new(EventKind.SubOrchestrationInstanceCreated) { Name = name, Target = childId, PayloadJson = DurableJson.Write(input) }, task);
        return task.Task;
    }

    public Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        var task = new OpenTask<object?>();
        var taskId = Ask(new(EventKind.TimerCreated) { FireAt = fireAt.ToUniversalTime() }, task);
        void Cancel()
        {
            if (_open.Remove(taskId))
                _cancelledTimers.Add(taskId);
            task.Cancel(cancellation);
        }
        OnCancel(Cancel, cancellation);
        return task.Task;
    }

    public Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellation = default)
    {
        EnsureOwnThread();
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        var task = new OpenTask<T>();
        _events.Wait(name, task);
        void Cancel()
        {
            _events.Remove(task);
            task.Cancel(cancellation);
        }
        OnCancel(Cancel, cancellation);
        return task.Task;
    }

    public void SendEvent(string instanceId, string name, object? payload = null) =>
        Ask(new(EventKind.EventSent) { Name = name, Target = instanceId, PayloadJson = DurableJson.Write(payload) }, task: null);

    public void SetCustomStatus(object? status)
    {
        EnsureOwnThread();
        StatusJson = CustomStatus.Write(status);
        StatusChanged = true;
    }

    public void ContinueAsNew(object? input, bool keepUnprocessedEvents = true)
    {
        EnsureOwnThread();
        _next = new(DurableJson.Write(input), keepUnprocessedEvents);
    }

    public Guid NewGuid()
    {
        EnsureOwnThread();
        return NameBasedGuid.Create(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}|{_facts.Run}|{CurrentUtc:O}|{_guidCounter++}"));
    }

    private int Ask(HistoryEvent action, IOpenTask? task)
    {
        EnsureOwnThread();
        var taskId = _nextTaskId++;
        _actions.Enqueue(action with { TaskId = taskId, At = CurrentUtc });
        if (task is not null)
            _open.Add(taskId, (action.Name ?? "", task));
        return taskId;
    }

    private void OnCancel(Action cancel, CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
            cancellation.Register(() => _thread.Send(cancel));
    }

    private void EnsureOwnThread()
    {
        if (!_thread.IsOwn)
        {
            _thread.ReportForeign();
            throw new NonDurableWaitException(InstanceId);
        }
    }
}
