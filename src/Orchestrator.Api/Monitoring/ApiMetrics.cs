using System.Diagnostics.Metrics;

namespace Orchestrator.Api.Monitoring;

/// <summary>What the API measures of itself.</summary>
internal static class ApiMetrics
{
    private static readonly Meter Meter = new("Orchestrator.Api");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("orchestrator.api.request.duration", "s", "How long requests took.");

    public static Counter<long> FailedAuthentications { get; } =
        Meter.CreateCounter<long>("orchestrator.api.failed_authentications", description: "Requests with a wrong key.");

    public static UpDownCounter<long> EventStreams { get; } =
        Meter.CreateUpDownCounter<long>("orchestrator.api.event_streams", description: "Viewers that are following a migration.");

    public static void Request(string method, string route, int status, TimeSpan elapsed) =>
        Duration.Record(elapsed.TotalSeconds, new("method", Known(method)), new("route", route), new("status", status));

    // A client may send any verb, and each new one would be a series that is kept for ever.
    private static string Known(string method) =>
        method is "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" ? method : "other";
}
