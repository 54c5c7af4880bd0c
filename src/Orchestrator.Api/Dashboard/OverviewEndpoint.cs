using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Events;
using Orchestrator.Api.Monitoring;

namespace Orchestrator.Api.Dashboard;

/// <summary>Follows the list of all migrations with server-sent events.</summary>
internal sealed class OverviewEndpoint(OverviewReader reader, OverviewFeed feed, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime host)
{
    public static Task<IResult> FollowAsync(HttpContext context, OverviewEndpoint endpoint) => endpoint.FollowAsync(context);

    private async Task<IResult> FollowAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        reader.Join();
        ApiMetrics.EventStreams.Add(1);
        try
        {
            var stream = new EventStream(context.Response);
            await stream.BeginAsync(end.Token);
            var viewer = new OverviewViewer(feed, stream, options.Value.HeartbeatInterval, time);
            await viewer.FollowAsync(feed.PositionOf(EventStream.LastEventIdOf(context.Request)), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return Results.Empty; // the viewer has left, or the server stops and the viewer comes back to the next one
        }
        finally
        {
            ApiMetrics.EventStreams.Add(-1);
            reader.Leave();
        }

        return Results.Empty;
    }
}
