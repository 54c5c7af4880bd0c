using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Http;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Durable;

/// <summary>Reads and purges instances.</summary>
internal static class DurableQueries
{
    private const int MaxPageSize = 1_000;

    public static async Task<IResult> ListAsync(
        [AsParameters] DurableFilter filter, string? showInput, string? top, HttpContext context, IOrchestrationClient client)
    {
        var withInput = QueryValues.Flag(nameof(showInput), showInput, otherwise: true);
        var query = filter.ToQuery() with
        {
            PageSize = QueryValues.Number(nameof(top), top, otherwise: 100, MaxPageSize),
            ContinuationToken = Continuation.Read(context),
        };
        var page = await Continuation.TryAsync(query.ContinuationToken, () => client.QueryAsync(query, context.RequestAborted));
        Continuation.Write(context, page.ContinuationToken);
        return Results.Ok(page.Instances.Select(instance => DurableInstance.From(instance, withInput)));
    }

    public static async Task<IResult> GetAsync(string id, [AsParameters] DurableView view, HttpContext context, IOrchestrationClient client)
    {
        var (withHistory, withOutput, errorOnFailure) = (view.WithHistory(), view.WithHistoryOutput(), view.ErrorOnFailure());
        var withInput = view.WithInput();
        var instance = await client.FindAsync(id, context.RequestAborted) ?? throw new OrchestrationNotFoundException(id);
        var body = DurableInstance.From(instance, withInput);
        if (withHistory)
            body = body with { HistoryEvents = DurableHistory.From(await client.GetHistoryAsync(id, context.RequestAborted), instance, withOutput) };
        return Reply(context, instance, body, errorOnFailure);
    }

    public static async Task<IResult> PurgeAsync(string id, HttpContext context, IOrchestrationClient client)
    {
        if (await client.PurgeAsync(id, context.RequestAborted))
            return Results.Ok(new PurgeResult(1));
        return await client.FindAsync(id, context.RequestAborted) is null
            ? throw new OrchestrationNotFoundException(id)
            : Problems.Create(StatusCodes.Status409Conflict, $"The orchestration '{id}' has not ended, so it cannot be purged.");
    }

    public static async Task<IResult> PurgeManyAsync([AsParameters] DurableFilter filter, HttpContext context, IOrchestrationClient client)
    {
        var query = filter.ToQuery();
        if (query.CreatedFrom is null)
            return Problems.Create(StatusCodes.Status400BadRequest, "Please provide value for 'createdTimeFrom' parameter.");
        var removed = await client.PurgeAsync(query, context.RequestAborted);
        return removed > 0 ? Results.Ok(new PurgeResult(removed)) : Problems.NotFound("No instance that has ended matches.");
    }

    /// <summary>The answer to a question about an instance: where to ask again while it runs.</summary>
    internal static IResult Reply(HttpContext context, OrchestrationInstance instance, DurableInstance body, bool errorOnFailure)
    {
        if (instance.IsFinished)
        {
            var failed = errorOnFailure && instance.State == OrchestrationState.Failed;
            return Results.Json(body, statusCode: failed ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
        }
        context.Response.Headers.RetryAfter = "5";
        return Results.Accepted(DurableUris.For(context, instance.InstanceId).StatusQueryGetUri, body);
    }
}
