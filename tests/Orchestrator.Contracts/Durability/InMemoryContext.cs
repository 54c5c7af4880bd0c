using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Durability;

namespace Orchestrator.Contracts.Durability;

/// <summary>One run of an instance on the in-memory host. Nothing is replayed: the code stays alive.</summary>
internal sealed class InMemoryContext : IOrchestrationContext
{
    private readonly InMemoryOrchestrationHost _host;
    private readonly InMemoryInstance _instance;
    private readonly string? _inputJson;
    private readonly List<KeyValuePair<string, string?>> _events;
    private readonly List<(string Name, Func<string?, bool> Take)> _waiters = [];
    private (string? InputJson, bool KeepEvents)? _next;
    private int _taskId;
    private int _guidCounter;

    public InMemoryContext(InMemoryOrchestrationHost host, InMemoryInstance instance, IEnumerable<KeyValuePair<string, string?>> events)
    {
        _host = host;
        _instance = instance;
        _inputJson = instance.View.InputJson;
        _events = [.. events];
    }

    public string InstanceId => _instance.View.InstanceId;

    public string Name => _instance.View.Name;

    public string Version => _instance.View.Version;

    public bool IsReplaying => false;

    public DateTimeOffset CurrentUtc => _instance.Now;

    public T? GetInput<T>() => DurableJson.Read<T>(_inputJson);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the orchestration throws is its failure.")]
    public async Task ExecuteAsync()
    {
        try
        {
            var output = await _host.Registry.Orchestrations[Name](this);
            if (_instance.Run != this || _instance.View.IsFinished)
                return;
            if (_next is { } next)
                _instance.StartAgain(next.InputJson, next.KeepEvents ? _events : []);
            else
                _instance.Finish(OrchestrationState.Completed, DurableJson.Write(output), failure: null);
        }
        catch (Exception error)
        {
            if (_instance.Run == this)
                _instance.Finish(OrchestrationState.Failed, outputJson: null, FailureDetails.From(error));
        }
    }

    public Task<TResult> CallActivityAsync<TResult>(string name, object? input = null)
    {
        var (taskId, inputJson, result) = (_taskId++, DurableJson.Write(input), new TaskCompletionSource<TResult>());
        _instance.Record(new(0, "TaskScheduled", CurrentUtc) { Name = name, TaskId = taskId, PayloadJson = inputJson });
        _host.RunActivity(InstanceId, name, inputJson, done => _instance.Deliver(this, () => Answer("Task", name, taskId, result, done)));
        return result.Task;
    }

    public Task<TResult> CallSubOrchestrationAsync<TResult>(string name, object? input = null, string? instanceId = null)
    {
        var (taskId, result) = (_taskId++, new TaskCompletionSource<TResult>());
        var childId = instanceId ?? $"{InstanceId}:{_instance.Generation}:{taskId}";
        _instance.Record(new(0, "SubOrchestrationInstanceCreated", CurrentUtc) { Name = name, TaskId = taskId, PayloadJson = DurableJson.Write(input) });
        void Finished(Task<string?> done) => _instance.Deliver(this, () => Answer("SubOrchestrationInstance", name, taskId, result, done));
        _host.StartChild(_instance, new(name, input) { InstanceId = childId, Version = Version }, Finished);
        return result.Task;
    }

    public Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        var (taskId, fired) = (_taskId++, new TaskCompletionSource());
        _instance.Record(new(0, "TimerCreated", CurrentUtc) { TaskId = taskId, FireAt = fireAt });
        var timer = _host.SetTimer(fireAt, () => _instance.Deliver(this, () =>
        {
            if (fired.Task.IsCompleted)
                return;
            _instance.Record(new(0, "TimerFired", CurrentUtc) { TaskId = taskId, FireAt = fireAt });
            fired.TrySetResult();
        }));
        cancellation.Register(() =>
        {
            timer.Dispose();
            fired.TrySetCanceled(cancellation);
        });
        return fired.Task;
    }

    public Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        var received = new TaskCompletionSource<T>();
        bool Take(string? json) => !received.Task.IsCompleted && Complete(received, json);
        var buffered = _events.FindIndex(raised => IsNamed(raised.Key, name));
        if (buffered >= 0)
        {
            var json = _events[buffered].Value;
            _events.RemoveAt(buffered);
            Take(json);
            return received.Task;
        }
        _waiters.Add((name, Take));
        cancellation.Register(() => received.TrySetCanceled(cancellation));
        return received.Task;
    }

    public void Raise(string name, string? payloadJson)
    {
        _instance.Record(new(0, "EventRaised", CurrentUtc) { Name = name, PayloadJson = payloadJson });
        while (_waiters.FindIndex(waiter => IsNamed(waiter.Name, name)) is var index and >= 0)
        {
            var take = _waiters[index].Take;
            _waiters.RemoveAt(index);
            if (take(payloadJson))
                return;
        }
        _events.Add(new(name, payloadJson));
    }

    public void SendEvent(string instanceId, string name, object? payload = null)
    {
        var json = DurableJson.Write(payload);
        _instance.Record(new(0, "EventSent", CurrentUtc) { Name = name, TaskId = _taskId++, PayloadJson = json });
        _host.SendEvent(instanceId, name, json);
    }

    public void SetCustomStatus(object? status) => _instance.SetStatus(CustomStatus.Write(status));

    public void ContinueAsNew(object? input, bool keepUnprocessedEvents = true) => _next = (DurableJson.Write(input), keepUnprocessedEvents);

    public Guid NewGuid()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{InstanceId}|{CurrentUtc:O}|{_guidCounter++}"));
        return new Guid(hash.AsSpan(0, 16));
    }

    private static bool IsNamed(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private void Answer<TResult>(string kind, string name, int taskId, TaskCompletionSource<TResult> result, Task<string?> done)
    {
        if (done.IsCompletedSuccessfully)
        {
            _instance.Record(new(0, $"{kind}Completed", CurrentUtc) { TaskId = taskId, PayloadJson = done.Result });
            Complete(result, done.Result);
            return;
        }
        var failure = FailureDetails.From(done.Exception?.InnerException ?? new TaskCanceledException());
        _instance.Record(new(0, $"{kind}Failed", CurrentUtc) { TaskId = taskId, Failure = failure });
        result.TrySetException(new TaskFailedException(name, failure));
    }

    [SuppressMessage("Design", "CA1031", Justification = "A payload of the wrong type is the waiter's error.")]
    private static bool Complete<T>(TaskCompletionSource<T> task, string? json)
    {
        try
        {
            return task.TrySetResult(DurableJson.Read<T>(json)!);
        }
        catch (Exception error)
        {
            return task.TrySetException(error);
        }
    }
}
