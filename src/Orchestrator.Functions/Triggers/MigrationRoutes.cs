using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Triggers;

/// <summary>The routes of migrations. Who may call them is the shared API's matter, so the host lets everybody through to it.</summary>
/// <param name="api">Answers as the embedded host does.</param>
internal sealed class MigrationRoutes(HttpFront api)
{
    [Function("StartMigration")]
    public Task<IResult> StartMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("ListMigrations")]
    public Task<IResult> ListMigrationsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetMigration")]
    public Task<IResult> GetMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("FollowMigration")]
    public Task<IResult> FollowMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations/{id}/events")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("DecideGate")]
    public Task<IResult> DecideGateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/approvals/{gate}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("DecideStep")]
    public Task<IResult> DecideStepAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/decisions")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("PauseMigration")]
    public Task<IResult> PauseMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/pause")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("ResumeMigration")]
    public Task<IResult> ResumeMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/resume")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("CancelMigration")]
    public Task<IResult> CancelMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/cancel")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("RollBackMigration")]
    public Task<IResult> RollBackMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/rollback")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("FinalizeMigration")]
    public Task<IResult> FinalizeMigrationAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/migrations/{id}/finalize")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetReport")]
    public Task<IResult> GetReportAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations/{id}/report")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);

    [Function("GetAuditTrail")]
    public Task<IResult> GetAuditTrailAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/migrations/{id}/audit")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.AnswerAsync(request, client);
}
