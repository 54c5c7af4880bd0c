using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Http;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Migrations;

/// <summary>What people want to know about migrations.</summary>
internal static class MigrationQueries
{
    private const int MaxPageSize = 1_000;

    public static async Task<IResult> ListAsync([AsParameters] MigrationFilter filter, HttpContext context, MigrationService migrations)
    {
        var query = new MigrationQuery
        {
            Workload = filter.Workload,
            State = filter.State is { } state ? QueryValues.Name<MigrationState>(nameof(state), state) : null,
            Top = QueryValues.Number("top", filter.Top, otherwise: 100, MaxPageSize),
            ContinuationToken = Continuation.Read(context, filter.Continuation),
        };
        var page = await Continuation.TryAsync(query.ContinuationToken, () => migrations.ListAsync(query, context.RequestAborted));
        Continuation.Write(context, page.ContinuationToken);
        return Results.Ok(page);
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, MigrationService migrations) =>
        Results.Ok(await migrations.FindAsync(id, context.RequestAborted) ?? throw new MigrationNotFoundException(id));

    public static async Task<IResult> GetAuditAsync(string id, HttpContext context, MigrationService migrations) =>
        Results.Ok(await migrations.GetAuditAsync(id, context.RequestAborted));
}
