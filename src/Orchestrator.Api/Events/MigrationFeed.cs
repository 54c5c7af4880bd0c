using Microsoft.Extensions.Logging;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Events;

/// <summary>Reads one migration again and again for as long as somebody follows it.</summary>
internal sealed class MigrationFeed(string id, Func<string, CancellationToken, Task<MigrationStatus?>> read, TimeSpan interval, TimeProvider time, ILogger logger)
    : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();
    private MigrationSnapshot? _latest;
    private bool _isGone;

    /// <summary>Whether it can be read.</summary>
    public ReadingHealth Health { get; } = new(time);

    /// <summary>How many follow it; guarded by <see cref="MigrationFeeds"/>.</summary>
    public int Viewers { get; set; }

    public void Start() => _ = Task.Run(ReadOnAsync, CancellationToken.None);

    /// <summary>Waits for a reading that the viewer has not seen.</summary>
    /// <param name="seen">The sequence of the last one that it has; 0 when none.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The latest reading, or <see langword="null"/> when the migration is gone.</returns>
    public async Task<MigrationSnapshot?> NextAsync(long seen, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_isGone || _latest?.Sequence > seen)
                    return _isGone ? null : _latest;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadOnAsync()
    {
        var stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            await ReadOnceAsync(stop);
            await Task.Delay(interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadOnceAsync(CancellationToken stop)
    {
        try
        {
            Publish(await read(id, stop));
            Health.Succeeded();
        }
        catch (Exception error)
        {
            // The viewers keep what they have, and get what follows once it can be read again; when that takes long, they are told.
            if (stop.IsCancellationRequested)
                return;
            Health.Failed();
            Log.FeedFailed(logger, id, error);
        }
    }

    private void Publish(MigrationStatus? status)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            var next = status is null ? null : MigrationSnapshot.From(status, (_latest?.Sequence ?? 0) + 1);
            if (next is not null && _latest is not null && next.Shows(_latest))
                return;
            (_latest, _isGone) = (next ?? _latest, next is null);
            (changed, _changed) = (_changed, New());
        }
        changed.SetResult();
    }
}
