using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// Runs activities, a bounded number at a time, in the order in which they were scheduled. Each delivery is counted in
/// the hub before it runs, so that an activity that kills its host is known for it.
/// </summary>
internal sealed class ActivityDispatcher(EngineRuntime runtime, SqliteEngineOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ActivityTask> _waiting = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _free = options.MaxParallelActivities;
    private int _running;

    /// <summary>Takes a free slot if nobody waits for one.</summary>
    public bool TryReserve()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || _free == 0 || _stopping.IsCancellationRequested)
                return false;
            _free--;
            return true;
        }
    }

    public void Release()
    {
        lock (_gate)
            _free++;
        Pump();
    }

    /// <summary>Runs a stored activity as soon as there is a slot for it.</summary>
    public void Dispatch(ActivityTask task)
    {
        EngineTelemetry.Queued(1);
        if (task.HasSlot)
        {
            Run(task);
            return;
        }
        lock (_gate)
            _waiting.Enqueue(task);
        Pump();
    }

    /// <summary>Cancels the tokens of running activities, starts no more, and waits until they have ended or the time is up.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        lock (_gate)
        {
            if (_running == 0)
                _allEnded.TrySetResult();
        }
        await _allEnded.Task.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private void Pump()
    {
        while (TryTakeWaiting(out var task))
            runtime.Writer.Submit(new DeliveryWrite(this, task));
    }

    private bool TryTakeWaiting([NotNullWhen(true)] out ActivityTask? task)
    {
        lock (_gate)
        {
            task = null;
            if (_free == 0 || _stopping.IsCancellationRequested || !_waiting.TryDequeue(out task))
                return false;
            _free--;
            return true;
        }
    }

    private void Run(ActivityTask task)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            _running++;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.RunAsync(state.Task), (Self: this, Task: task), preferLocal: false);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever an activity throws is its result.")]
    private async Task RunAsync(ActivityTask task)
    {
        using var span = EngineTelemetry.StartActivity(task);
        try
        {
            Answer(task, await InvokeAsync(task), failure: null);
        }
        catch (Exception error) when (_stopping.IsCancellationRequested)
        {
            Log.ActivityInterrupted(runtime.Logger, task.Name, task.InstanceId, error.Message);
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            Log.ActivityFailed(runtime.Logger, task.Name, task.InstanceId, task.Deliveries, error);
            Answer(task, null, FailureDetails.From(error));
        }
        Ended();
    }

    private async Task<string?> InvokeAsync(ActivityTask task)
    {
        if (!runtime.Registry.Activities.TryGetValue(task.Name, out var activity))
            throw new InvalidOperationException($"There is no activity '{task.Name}' in this host.");
        if (task.Deliveries > options.MaxDeliveries)
            throw new InvalidOperationException(
                $"The activity '{task.Name}' was delivered {options.MaxDeliveries} times and its host ended each time before it answered; it is not delivered again.");
        var input = task.InputJson is null ? null : JsonSerializer.Deserialize(task.InputJson, activity.InputType, DurableJson.Options);
        var output = await activity.Body(new(task.InstanceId, activity.Name, task.Deliveries), input, _stopping.Token);
        return DurableJson.Write(output);
    }

    private void Answer(ActivityTask task, string? outputJson, FailureDetails? failure)
    {
        EngineTelemetry.Answered(task.Name, failure is null);
        var kind = failure is null ? EventKind.TaskCompleted : EventKind.TaskFailed;
        var answer = new HistoryEvent(kind) { TaskId = task.TaskId, Name = task.Name, PayloadJson = outputJson, Failure = failure };
        runtime.Deliver(task.InstanceKey, new(answer) { TaskRow = task.Row, Run = task.Run });
    }

    private void Ended()
    {
        EngineTelemetry.Queued(-1);
        lock (_gate)
        {
            if (--_running == 0 && _stopping.IsCancellationRequested)
                _allEnded.TrySetResult();
        }
        Release();
    }

    /// <summary>Counts a delivery before it happens.</summary>
    private sealed class DeliveryWrite(ActivityDispatcher dispatcher, ActivityTask task) : IWrite
    {
        private bool _isWanted;

        public string Name => "delivery";

        public void Apply(HubTables tables) => _isWanted = tables.CountDelivery(task.Row);

        public void Committed()
        {
            task.Deliveries++;
            if (_isWanted)
                dispatcher.Run(task);
            else
                dispatcher.Release();
        }

        public void Failed(Exception error) => dispatcher.Release();
    }
}
