using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Api.Dashboard;
using Orchestrator.Api.Events;
using Orchestrator.Api.Http;
using Orchestrator.Api.Reports;
using Orchestrator.Api.Security;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Migrations;

/// <summary>The routes of migrations.</summary>
internal static class MigrationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(MigrationUris.Base).WithTags("Migrations");
        MapReads(group.MapGroup("").RequireAuthorization(Permissions.Read));
        MapPlans(routes);
        MapCommands(group.MapGroup("").RequireAuthorization(Permissions.Operate));
        group.MapPost("/{id}/approvals/{gate}", MigrationCommands.DecideGateAsync).RequireAuthorization(Permissions.Approve)
            .Accepts<ApprovalBody>("application/json").Produces<MigrationUris>(202)
            .Describe("Approves or rejects at a gate. The approver is whoever the key belongs to.", 400, 404, 409, 410, 413, 415);
    }

    private static void MapPlans(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").RequireAuthorization(Permissions.Operate).WithTags("Plans");
        group.MapPost("/api/assessments", PlanRequests.AssessAsync).Accepts<string>(PlanRequests.Yaml, PlanRequests.OtherTypes)
            .Produces<PlanAssessment>().Describe("Looks at a workload before it is migrated. Starts nothing.", 413, 415, 422);
        group.MapPost(MigrationUris.Base, PlanRequests.StartAsync).Accepts<string>(PlanRequests.Yaml, PlanRequests.OtherTypes)
            .Produces<MigrationUris>(202).Produces<MigrationPreview>()
            .Describe("Starts a migration; with dryRun it says what would be done. The same Idempotency-Key and plan start it once.", 400, 409, 413, 415, 422);
    }

    private static void MapReads(RouteGroupBuilder group)
    {
        group.MapGet("", MigrationQueries.ListAsync).Produces<MigrationPage>().Describe("Lists migrations, newest first.", 400);
        group.MapGet("/feed", OverviewEndpoint.FollowAsync).Produces<string>(contentType: EventStream.ContentType)
            .Describe("Follows the list of all migrations with server-sent events, from Last-Event-ID on. No migration has this id: all have a dash.");
        group.MapGet("/{id}", MigrationQueries.GetAsync).Produces<MigrationStatus>().Describe("Reads the status of a migration.", 404);
        group.MapGet("/{id}/events", EventEndpoint.FollowAsync).Produces<string>(contentType: EventStream.ContentType).Produces(204)
            .Describe("Follows a migration with server-sent events, from Last-Event-ID on; 204 when there is nothing more to come.", 404);
        group.MapGet("/{id}/report", ReportEndpoint.GetAsync).Produces<MigrationReport>(200, "application/json", "text/markdown", "text/html")
            .Describe("The evidence pack, as 'format' (json, md, html) or the header Accept says.", 400, 404, 406);
        group.MapGet("/{id}/audit", MigrationQueries.GetAuditAsync).Produces<IReadOnlyList<LedgerEntry>>()
            .Describe("The audit trail, chained by hash and verified.", 404);
    }

    private static void MapCommands(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/decisions", MigrationCommands.DecideStepAsync).Accepts<DecisionBody>("application/json")
            .Produces<MigrationUris>(202).Describe("Decides about a step that is held.", 400, 404, 409, 410, 413, 415);
        MapCommand(group, "pause", MigrationCommands.PauseAsync, "Lets nothing new begin until the migration is resumed.");
        MapCommand(group, "resume", MigrationCommands.ResumeAsync, "Lets a paused migration go on.");
        MapCommand(group, "cancel", MigrationCommands.CancelAsync, "Stops what is being done and runs the undos.");
        MapCommand(group, "finalize", MigrationCommands.FinalizeAsync, "Closes the fallback window.");
        group.MapPost("/{id}/rollback", MigrationCommands.RollBackAsync).Accepts<RollbackBody>(isOptional: true, "application/json")
            .Produces<MigrationUris>(202).Describe("Goes back to the source, while the fallback window is open.", 400, 404, 409, 410, 413, 415);
    }

    private static void MapCommand(RouteGroupBuilder group, string name, Delegate handler, string summary) =>
        group.MapPost($"/{{id}}/{name}", handler).Accepts<CommentBody>(isOptional: true, "application/json")
            .Produces<MigrationUris>(202).Describe(summary, 400, 404, 409, 410, 413, 415);
}
