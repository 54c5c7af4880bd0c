using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// The timers of all instances, earliest first. Sleeps until the next is due and never longer than the check interval,
/// because the operating system's timers count elapsed time and do not notice that the wall clock was set.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    // Never zero: a timer may call back before it returns.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan _checkInterval;
    private readonly Action<long, Message> _deliver;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(long Key, Message Message), DateTimeOffset> _queue = new();
    private readonly ITimer _timer;
    private bool _isDisposed;

    public TimerQueue(TimeProvider time, TimeSpan checkInterval, Action<long, Message> deliver)
    {
        _time = time;
        _checkInterval = checkInterval;
        _deliver = deliver;
        _timer = time.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(long key, Message message)
    {
        lock (_gate)
            _queue.Enqueue((key, message), message.VisibleAt!.Value);
        DeliverDue();
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
    }

    private void DeliverDue()
    {
        do
        {
            while (TryTakeDue(out var key, out var message))
                _deliver(key, message!);
        }
        while (!TrySleep());
    }

    private bool TryTakeDue(out long key, out Message? message)
    {
        lock (_gate)
        {
            var isDue = !_isDisposed && _queue.TryPeek(out _, out var due) && due <= _time.GetUtcNow();
            (key, message) = isDue ? _queue.Dequeue() : (0, null);
            return isDue;
        }
    }

    /// <returns>False when a timer became due meanwhile.</returns>
    private bool TrySleep()
    {
        lock (_gate)
        {
            if (_isDisposed || !_queue.TryPeek(out _, out var due))
                return true;
            var sleep = due - _time.GetUtcNow();
            sleep = sleep < _checkInterval ? sleep : _checkInterval;
            _timer.Change(sleep > ShortestSleep ? sleep : ShortestSleep, Timeout.InfiniteTimeSpan);
            return due > _time.GetUtcNow();
        }
    }
}
