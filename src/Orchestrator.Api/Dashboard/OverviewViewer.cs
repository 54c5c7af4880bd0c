using Orchestrator.Api.Events;

namespace Orchestrator.Api.Dashboard;

/// <summary>Sends one viewer what it has not seen, in order and at its own pace, and a comment when there is nothing to send. Ends when the list cannot be read.</summary>
internal sealed class OverviewViewer(OverviewFeed feed, EventStream stream, TimeSpan heartbeat, TimeProvider time)
{
    // A viewer that comes back to where nothing has changed is told soon that it misses nothing.
    private static readonly TimeSpan FirstHeartbeat = TimeSpan.FromSeconds(1);

    /// <summary>Follows the list until the viewer has left, or the server stops.</summary>
    /// <param name="position">What the viewer has seen.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FollowAsync(long position, CancellationToken cancellation)
    {
        var wait = FirstHeartbeat < heartbeat ? FirstHeartbeat : heartbeat;
        while (true)
        {
            var next = feed.NextAsync(position, cancellation);
            while (!await IsReadyAsync(next, wait, cancellation))
            {
                if (feed.Health.IsBad)
                    return;
                if (feed.Health.IsGood)
                    await stream.WriteHeartbeatAsync(cancellation);
                wait = heartbeat;
            }

            var news = await next;
            foreach (var frame in news.Frames)
                await stream.WriteAsync(frame, cancellation);
            position = news.Position;
        }
    }

    private async Task<bool> IsReadyAsync(Task next, TimeSpan wait, CancellationToken cancellation)
    {
        await next.WaitAsync(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return next.IsCompleted;
    }
}
