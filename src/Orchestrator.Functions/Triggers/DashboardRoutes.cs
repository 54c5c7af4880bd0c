using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Triggers;

/// <summary>The routes of the dashboard: its pages, which hold no data, who looks at them, and the list of all migrations as it changes.</summary>
/// <param name="api">Answers as the embedded host does.</param>
internal sealed class DashboardRoutes(HttpFront api)
{
    [Function("GetDashboard")]
    public Task<IResult> GetDashboardAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetDashboardPage")]
    public Task<IResult> GetDashboardPageAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetCaller")]
    public Task<IResult> GetCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    // More than one trigger may fit this path; whichever the host takes, the shared API finds the route itself.
    [Function("FollowMigrations")]
    public Task<IResult> FollowMigrationsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations/feed")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);
}
