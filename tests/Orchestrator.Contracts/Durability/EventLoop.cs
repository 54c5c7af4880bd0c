using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Contracts.Durability;

/// <summary>One logical thread: what is posted runs one after the other on the thread pool.</summary>
internal sealed class EventLoop : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private List<TaskCompletionSource> _idleWaiters = [];
    private bool _isDraining;
    private int _outside;

    /// <summary>Runs something on the loop and returns its result.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => Complete(done, work), null);
        return done.Task;
    }

    /// <summary>Runs something elsewhere and its continuation on the loop; the loop is not idle meanwhile.</summary>
    public void RunOutside<T>(Func<Task<T>> work, Action<Task<T>> then)
    {
        lock (_gate)
            _outside++;
        Task.Run(work).ContinueWith(
            done => Post(_ => Return(done, then), null),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when nothing is queued and nothing runs outside.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (IsIdle)
                return Task.CompletedTask;
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _idleWaiters.Add(waiter);
            return waiter.Task;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _queue.Enqueue((d, state));
            if (_isDraining)
                return;
            _isDraining = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(_ => Drain(), null);
    }

    public override SynchronizationContext CreateCopy() => this;

    private bool IsIdle => !_isDraining && _outside == 0;

    private void Drain()
    {
        var before = Current;
        SetSynchronizationContext(this);
        while (TryTake(out var callback, out var state))
            callback(state);
        SetSynchronizationContext(before);
    }

    private bool TryTake([NotNullWhen(true)] out SendOrPostCallback? callback, out object? state)
    {
        lock (_gate)
        {
            (callback, state) = _queue.TryDequeue(out var next) ? next : default;
            if (callback is not null)
                return true;
            _isDraining = false;
            CompleteIdleWaiters();
            return false;
        }
    }

    private void CompleteIdleWaiters()
    {
        if (!IsIdle)
            return;
        foreach (var waiter in _idleWaiters)
            waiter.SetResult();
        _idleWaiters = [];
    }

    private void Return<T>(Task<T> done, Action<Task<T>> then)
    {
        lock (_gate)
            _outside--;
        then(done);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The error belongs to the caller who awaits the task.")]
    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }
}
