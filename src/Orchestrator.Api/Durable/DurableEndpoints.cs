using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;

namespace Orchestrator.Api.Durable;

/// <summary>
/// The HTTP management API of Durable Functions, for its existing clients. It steers instances past the gates and the
/// audit trail, so only an administrator may use it, and it starts no migrations.
/// </summary>
internal static class DurableEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(DurableUris.Base).RequireAuthorization(Permissions.Administer).WithTags("Durable management");
        MapReads(group);
        MapCommands(group);
    }

    private static void MapReads(RouteGroupBuilder group)
    {
        group.MapGet("/instances", DurableQueries.ListAsync).Produces<IReadOnlyList<DurableInstance>>().Describe("Lists instances, newest first.", 400);
        group.MapGet("/instances/{id}", DurableQueries.GetAsync).Produces<DurableInstance>().Produces<DurableInstance>(202)
            .Describe("Reads one instance: 202 while it runs, 200 when it has ended.", 400, 404);
        group.MapDelete("/instances/{id}", DurableQueries.PurgeAsync).Produces<PurgeResult>()
            .Describe("Removes an instance that has ended.", 404, 409);
        group.MapDelete("/instances", DurableQueries.PurgeManyAsync).Produces<PurgeResult>()
            .Describe("Removes the instances that have ended and match; createdTimeFrom is required.", 400, 404);
    }

    private static void MapCommands(RouteGroupBuilder group)
    {
        group.MapPost("/orchestrators/{name}/{id?}", DurableCommands.StartAsync).Accepts<object>(isOptional: true, "application/json")
            .Produces<DurableUris>(202).Produces<DurableInstance>().Describe("Starts an orchestration that is no migration.", 400, 403, 409, 413, 415);
        group.MapPost("/instances/{id}/raiseEvent/{eventName}", DurableCommands.RaiseEventAsync).Accepts<object>(isOptional: true, "application/json")
            .Produces(202).Describe("Delivers an event.", 400, 404, 410, 413);
        group.MapPost("/instances/{id}/terminate", DurableCommands.TerminateAsync).Produces<Notice>(202)
            .Describe("Ends an instance without running any undo.", 404, 410);
        group.MapPost("/instances/{id}/suspend", DurableCommands.SuspendAsync).Produces(202)
            .Describe("Stops an instance from taking in anything until it is resumed.", 404, 410);
        group.MapPost("/instances/{id}/resume", DurableCommands.ResumeAsync).Produces(202).Describe("Resumes a suspended instance.", 404, 410);
        group.MapPost("/instances/{id}/rewind", DurableCommands.NotSupported).Describe("Not supported by this host.", 501);
        group.MapPost("/instances/{id}/restart", DurableCommands.NotSupported).Describe("Not supported by this host.", 501);
    }
}
