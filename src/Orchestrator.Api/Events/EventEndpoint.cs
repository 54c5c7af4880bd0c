using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Orchestrator.Api.Monitoring;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Events;

/// <summary>Follows a migration with server-sent events.</summary>
internal static class EventEndpoint
{
    public static async Task<IResult> FollowAsync(
        string id, HttpContext context, MigrationService migrations, MigrationFeeds feeds, IHostApplicationLifetime host)
    {
        var status = await migrations.FindAsync(id, context.RequestAborted) ?? throw new MigrationNotFoundException(id);
        var seen = EventStream.LastEventIdOf(context.Request);
        var now = MigrationSnapshot.From(status, sequence: 0);
        if (now.IsFinal && now.EventId == seen)
            return Results.NoContent(); // tells an EventSource not to come back

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var feed = feeds.Join(id);
        ApiMetrics.EventStreams.Add(1);
        try
        {
            var stream = new EventStream(context.Response);
            await stream.BeginAsync(end.Token);
            await feeds.View(feed, stream).FollowAsync(seen, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return Results.Empty; // the viewer has left, or the server stops and the viewer comes back to the next one
        }
        finally
        {
            ApiMetrics.EventStreams.Add(-1);
            feeds.Leave(id, feed);
        }
        return Results.Empty;
    }
}
