using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>The last looks at one sync, and what follows from them.</summary>
internal sealed class SyncHistory(TimeProvider time)
{
    private const int MostLooks = 600;
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastWindow = TimeSpan.FromMilliseconds(100);

    // A worker that fails starts again after wal_retrieve_retry_interval (5 s by default) and may look healthy in between.
    private static readonly TimeSpan FailureWindow = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset At, ulong Leader, ulong Applied)> _looks = [];
    private long? _errorCount;
    private readonly List<DateTimeOffset> _failures = [];

    /// <summary>Whether applying has failed again and again in the last seconds, or once and is down since.</summary>
    public bool HasFailedLately { get; private set; }

    /// <summary>Both schemas as they were when they were last compared, and what was found then.</summary>
    public (string Fingerprint, IReadOnlyList<Finding> Findings)? Drift { get; set; }

    /// <summary>Adds a look.</summary>
    /// <returns>How the follower keeps up; without problems.</returns>
    public SyncStatus Add(LeaderState leader, FollowerState follower)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Count(follower, now);
            if (leader.Applied is { } applied)
                _looks.Add((now, (ulong)leader.Position, (ulong)applied));
            if (_looks.Count > MostLooks)
                Thin();
            return new SyncStatus(leader.IsConnected && follower.IsRunning && !HasFailedLately, leader.LagBytes)
            {
                Lag = AgeOfOldestMissing(leader, now),
                AppliedBytesPerSecond = Rate(look => look.Applied),
                CatchUp = leader.LagBytes == 0 ? TimeSpan.Zero : Predict(leader.LagBytes),
                Position = leader.Applied?.ToString() ?? "",
            };
        }
    }

    private void Count(FollowerState follower, DateTimeOffset now)
    {
        // Errors from before the first look count only if the worker is down: it may have got over them.
        if (follower.ErrorCount > (_errorCount ?? (follower.IsRunning ? follower.ErrorCount : 0)))
            _failures.Add(now);
        _errorCount = follower.ErrorCount;
        _failures.RemoveAll(at => now - at >= FailureWindow);
        HasFailedLately = _failures.Count > (follower.IsRunning ? 1 : 0);
    }

    // The recent past stays exact; of the rest, every second look is enough to tell how old a change is.
    private void Thin()
    {
        for (var index = MostLooks / 2; index > 0; index -= 2)
            _looks.RemoveAt(index);
    }

    // What the follower has applied, the leader had written when its log stood there.
    private TimeSpan? AgeOfOldestMissing(LeaderState leader, DateTimeOffset now)
    {
        if (leader.LagBytes == 0)
            return TimeSpan.Zero;
        var last = leader.Applied is { } applied ? _looks.FindLastIndex(look => look.Leader <= (ulong)applied) : -1;
        return last < 0 ? null : now - _looks[last].At;
    }

    private double? Rate(Func<(DateTimeOffset At, ulong Leader, ulong Applied), ulong> position)
    {
        if (_looks.Count < 2)
            return null;
        var last = _looks[^1];
        var first = _looks.Find(look => last.At - look.At <= RateWindow);
        var passed = last.At - first.At;
        return passed < LeastWindow ? null : ((double)position(last) - position(first)) / passed.TotalSeconds;
    }

    private TimeSpan? Predict(long lagBytes)
    {
        var gain = Rate(look => look.Applied) - Rate(look => look.Leader);
        var seconds = gain > 0 ? lagBytes / gain.Value : double.PositiveInfinity;
        return seconds < TimeSpan.FromDays(365).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
