namespace Orchestrator.Contracts.Durability;

/// <summary>A clock that moves only when a test moves it.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class ManualTime(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start ?? new(2026, 12, 5, 22, 0, 0, TimeSpan.Zero);
    private long _elapsedTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; <see langword="null"/> when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _timers.Count == 0 ? null : _now + TimeSpan.FromTicks(_timers.Min(timer => timer.DueTicks) - _elapsedTicks);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
            return _elapsedTicks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass: the clock and every timer.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            _now += by;
            _elapsedTicks += by.Ticks;
        }
        FireDue();
    }

    /// <summary>Lets time pass until the next timer is due.</summary>
    /// <returns>Whether there was one.</returns>
    public bool AdvanceToNextTimer()
    {
        if (NextDue is not { } due)
            return false;
        var by = due - GetUtcNow();
        Advance(by > TimeSpan.Zero ? by : TimeSpan.Zero);
        return true;
    }

    /// <summary>Sets the wall clock as an administrator or NTP would: timers, which count elapsed time, do not notice.</summary>
    public void JumpTo(DateTimeOffset now)
    {
        lock (_gate)
            _now = now;
    }

    private void FireDue()
    {
        while (TakeDue() is { } timer)
            timer.Fire();
    }

    private ManualTimer? TakeDue()
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.DueTicks <= _elapsedTicks).MinBy(timer => timer.DueTicks);
            due?.Rearm(_timers);
            return due;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long DueTicks { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period;
                DueTicks = time._elapsedTicks + dueTime.Ticks;
                if (dueTime != Timeout.InfiniteTimeSpan)
                    time._timers.Add(this);
            }
            if (dueTime == TimeSpan.Zero)
                time.FireDue();
            return true;
        }

        public void Fire() => callback();

        public void Rearm(List<ManualTimer> timers)
        {
            timers.Remove(this);
            if (_period <= TimeSpan.Zero)
                return;
            DueTicks += _period.Ticks;
            timers.Add(this);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
