using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Triggers;

/// <summary>The routes that are not about one migration.</summary>
/// <param name="api">Answers as the embedded host does.</param>
internal sealed class ServiceRoutes(HttpFront api)
{
    [Function("AssessPlan")]
    public Task<IResult> AssessPlanAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/assessments")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetOpenApi")]
    public Task<IResult> GetOpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetHealth")]
    public Task<IResult> GetHealthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetLiveness")]
    public Task<IResult> GetLivenessAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz/live")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetMetrics")]
    public Task<IResult> GetMetricsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);
}
