using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;

namespace Orchestrator.Api.Monitoring;

/// <summary>What machines ask: whether the server is alive, whether it is ready, and its metrics.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Monitoring");
        group.MapGet("/healthz", GetAsync).AllowAnonymous().WithSummary("Says whether the server is ready. Needs no key.")
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/healthz/live", () => Results.Ok(new HealthReport("alive", null))).AllowAnonymous()
            .WithSummary("Says that the server is alive. Needs no key.").Produces<HealthReport>();
        group.MapGet("/metrics", GetMetrics).RequireAuthorization(Permissions.Read).Produces<string>(contentType: PrometheusText.ContentType)
            .Describe("The metrics as Prometheus text.");
    }

    public static async Task<IResult> GetAsync(Readiness readiness, HttpContext context)
    {
        var report = await readiness.CheckAsync(context.RequestAborted);
        var status = report.Status == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Results.Json(report, statusCode: status);
    }

    public static IResult GetMetrics(MetricsCollector collector) =>
        Results.Text(PrometheusText.Write(collector.Collect()), PrometheusText.ContentType);
}
