using System.Text;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Events;

/// <summary>Writes server-sent events. See https://html.spec.whatwg.org/multipage/server-sent-events.html.</summary>
internal sealed class EventStream(HttpResponse response)
{
    public const string ContentType = "text/event-stream";
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Begins, and tells the client to come back after two seconds when the connection is lost.</summary>
    public Task BeginAsync(CancellationToken cancellation)
    {
        response.ContentType = ContentType;
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would otherwise keep events back
        return WriteAsync("retry: 2000\n\n", cancellation);
    }

    public Task WriteStatusAsync(MigrationSnapshot snapshot, CancellationToken cancellation) =>
        WriteAsync($"id: {snapshot.EventId}\nevent: status\ndata: {snapshot.StatusJson}\n\n", cancellation);

    public Task WriteProgressAsync(MigrationSnapshot snapshot, CancellationToken cancellation) =>
        WriteAsync($"event: progress\ndata: {snapshot.ProgressJson}\n\n", cancellation);

    public Task WriteHeartbeatAsync(CancellationToken cancellation) => WriteAsync(": still here\n\n", cancellation);

    /// <summary>The last event that a client has that comes back; <see langword="null"/> when it has none.</summary>
    public static string? LastEventIdOf(HttpRequest request) => request.Headers[LastEventId].ToString() is { Length: > 0 } id ? id : null;

    private Task WriteAsync(string text, CancellationToken cancellation) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Sends whole events that are ready to be sent.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> events, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(events, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
