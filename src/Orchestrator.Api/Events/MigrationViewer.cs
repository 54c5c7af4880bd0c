namespace Orchestrator.Api.Events;

/// <summary>
/// Sends one viewer what it has not seen: every change of the status at once, progress at most as often as allowed,
/// and a comment when there is nothing to send. Ends after the last state, and when the migration cannot be read.
/// </summary>
internal sealed class MigrationViewer(MigrationFeed feed, EventStream stream, ApiOptions options, TimeProvider time)
{
    private string? _sentId;
    private string? _sentProgress;
    private long _progressAt;
    private MigrationSnapshot? _latest;

    /// <summary>Follows the migration.</summary>
    /// <param name="lastEventId">The id of the last event that the viewer has; <see langword="null"/> when none.</param>
    /// <param name="cancellation">The viewer has left, or the server stops.</param>
    public async Task FollowAsync(string? lastEventId, CancellationToken cancellation)
    {
        _sentId = lastEventId;
        var next = feed.NextAsync(0, cancellation);
        while (true)
        {
            if (!await IsReadyAsync(next, cancellation))
            {
                if (feed.Health.IsBad)
                    return;
                await BridgeAsync(cancellation);
                continue;
            }
            _latest = await next;
            if (_latest is null)
                return;
            await SendAsync(_latest, cancellation);
            if (_latest.IsFinal)
                return;
            next = feed.NextAsync(_latest.Sequence, cancellation);
        }
    }

    private bool OwesProgress => _latest is not null && _sentProgress is not null && _latest.ProgressJson != _sentProgress;

    private TimeSpan UntilProgress => options.ProgressInterval - time.GetElapsedTime(_progressAt);

    private async Task<bool> IsReadyAsync(Task next, CancellationToken cancellation)
    {
        var wait = OwesProgress ? UntilProgress : options.HeartbeatInterval;
        await next.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return next.IsCompleted;
    }

    private Task SendAsync(MigrationSnapshot snapshot, CancellationToken cancellation)
    {
        if (snapshot.EventId == _sentId)
        {
            _sentProgress ??= ""; // resumed: the status is known, its progress is not
            return UntilProgress <= TimeSpan.Zero ? SendProgressAsync(snapshot, cancellation) : Task.CompletedTask;
        }
        (_sentId, _sentProgress) = (snapshot.EventId, snapshot.ProgressJson);
        return stream.WriteStatusAsync(snapshot, cancellation);
    }

    private Task SendProgressAsync(MigrationSnapshot snapshot, CancellationToken cancellation)
    {
        (_sentProgress, _progressAt) = (snapshot.ProgressJson, time.GetTimestamp());
        return stream.WriteProgressAsync(snapshot, cancellation);
    }

    private Task BridgeAsync(CancellationToken cancellation) =>
        OwesProgress ? SendProgressAsync(_latest!, cancellation) : stream.WriteHeartbeatAsync(cancellation);
}
