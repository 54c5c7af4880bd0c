using Orchestrator.Api.Events;

namespace Orchestrator.Api.Dashboard;

/// <summary>Sends one viewer what it has not seen, in order and at its own pace, and a comment when there is nothing to send.</summary>
internal sealed class OverviewViewer(OverviewFeed feed, EventStream stream, TimeSpan heartbeat, TimeProvider time)
{
    /// <summary>Follows the list until the viewer has left, or the server stops.</summary>
    /// <param name="position">What the viewer has seen.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FollowAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            var next = feed.NextAsync(position, cancellation);
            while (!await IsReadyAsync(next, cancellation))
                await stream.WriteHeartbeatAsync(cancellation);
            var news = await next;
            foreach (var frame in news.Frames)
                await stream.WriteAsync(frame, cancellation);
            position = news.Position;
        }
    }

    private async Task<bool> IsReadyAsync(Task next, CancellationToken cancellation)
    {
        await next.WaitAsync(heartbeat, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return next.IsCompleted;
    }
}
