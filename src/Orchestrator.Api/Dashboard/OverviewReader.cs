using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Dashboard;

/// <summary>Reads what has changed for as long as somebody looks at the list, once for all of them, and takes rests so that it stays cheap.</summary>
internal sealed class OverviewReader(MigrationWatch watch, OverviewFeed feed, IOptions<ApiOptions> options, TimeProvider time, ILogger<OverviewReader> logger)
    : IDisposable
{
    // A reading that takes long, because there is much or the store is far, is followed by a longer rest: a tenth of the time at most is spent.
    private const int RestPerReading = 9;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    // Looking at everything finds what was purged, and whatever a change of clocks may have hidden. It is seldom, and more seldom when it takes long.
    private static readonly TimeSpan EverythingEvery = TimeSpan.FromMinutes(1);
    private const int RestPerEverything = 100;

    private readonly OverviewItems _items = new(time);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;
    private int _viewers;
    private long _everythingAt;
    private long _movementAt;
    private TimeSpan _everythingTook;

    /// <summary>Whether it reads.</summary>
    public bool IsReading
    {
        get
        {
            lock (_gate)
                return _viewers > 0;
        }
    }

    /// <summary>Reads from now on; <see cref="Leave"/> ends it.</summary>
    public void Join()
    {
        lock (_gate)
        {
            if (++_viewers > 1)
                return;
            _stop = new();
            _loop = ReadOnAsync(_loop, _stop.Token);
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_viewers > 0)
                return;
            Stop();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Stop();
    }

    private void Stop()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
        feed.Health.Forget();
    }

    private async Task ReadOnAsync(Task before, CancellationToken stop)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // never two at once
        while (!stop.IsCancellationRequested)
        {
            var rest = await ReadOnceAsync(stop);
            await Task.Delay(rest, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> ReadOnceAsync(CancellationToken stop)
    {
        var started = time.GetTimestamp();
        try
        {
            var hasReadEverything = await ReadAsync(started, stop);
            feed.Health.Succeeded();
            if (hasReadEverything)
                return options.Value.EventPollInterval;
        }
        catch (Exception error)
        {
            // The viewers keep what they have, and get what follows once it can be read again; when that takes long, they are told.
            Note(error, stop);
        }

        var rest = Longer(options.Value.EventPollInterval, time.GetElapsedTime(started) * RestPerReading);
        return rest < LongestRest ? rest : LongestRest;
    }

    private async Task<bool> ReadAsync(long started, CancellationToken stop)
    {
        var isEverything = watch.LooksAtEverything || time.GetElapsedTime(_everythingAt) >= Longer(EverythingEvery, _everythingTook * RestPerEverything);
        await ReadChangesAsync(isEverything, stop);
        if (isEverything)
            (_everythingAt, _everythingTook) = (time.GetTimestamp(), time.GetElapsedTime(started));
        else
            await ReadMovementAsync(stop);
        return isEverything;
    }

    private void Note(Exception error, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return;
        feed.Health.Failed();
        Log.OverviewFailed(logger, error);
    }

    private async Task ReadChangesAsync(bool everything, CancellationToken stop)
    {
        await foreach (var (changed, removed) in watch.ReadAsync(everything, stop))
        {
            foreach (var id in removed)
                _items.Forget(id);
            feed.Publish(changed.Select(_items.Create), removed);
        }
    }

    private async Task ReadMovementAsync(CancellationToken stop)
    {
        if (time.GetElapsedTime(_movementAt) < options.Value.ProgressInterval)
            return;
        _movementAt = time.GetTimestamp();
        var moved = await watch.ReadMovementAsync(stop);
        feed.Publish(moved.Select(_items.Create), []);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
