using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;
using Orchestrator.Core.Activities;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Api.Migrations;

/// <summary>What is done with a plan that is sent.</summary>
internal static class PlanRequests
{
    public const string Yaml = "application/yaml";
    public const string IdempotencyKey = "Idempotency-Key";
    private const string Json = "application/json";
    private const int MaxKeyLength = 200;

    /// <summary>The other types in which a plan may be sent.</summary>
    public static string[] OtherTypes { get; } = [Json, "text/yaml", "application/x-yaml", "text/x-yaml"];

    public static async Task<IResult> AssessAsync(
        HttpContext context, PlanReader reader, PlanAssessor assessor, StepServices services, IOptions<ApiOptions> options)
    {
        var scope = services.CreateAssessmentScope(await ReadAsync(context, reader, options.Value));
        try
        {
            return Results.Ok(await assessor.AssessAsync(scope, context.RequestAborted));
        }
        finally
        {
            services.Progress.Clear(scope.MigrationId);
        }
    }

    public static async Task<IResult> StartAsync(
        [AsParameters] StartOptions how, HttpContext context, PlanReader reader, MigrationService migrations, IOptions<ApiOptions> options)
    {
        var isRehearsal = QueryValues.Flag("rehearsal", how.Rehearsal);
        var isDryRun = QueryValues.Flag("dryRun", how.DryRun);
        var key = ReadKey(context.Request);
        var request = new StartMigration(await ReadAsync(context, reader, options.Value)) { Rehearsal = isRehearsal, IdempotencyKey = key };
        if (isDryRun)
            return Results.Ok(MigrationService.Preview(request));
        var started = await migrations.StartAsync(request, context.GetCaller(), context.RequestAborted);
        return MigrationUris.Accepted(context, started.Id);
    }

    private static async Task<MigrationPlan> ReadAsync(HttpContext context, PlanReader reader, ApiOptions options)
    {
        var isJson = RequestBody.IsOfType(context.Request, Json);
        if (!isJson && !RequestBody.IsOfType(context.Request, [Yaml, .. OtherTypes]))
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType, $"A plan must be sent as Content-Type: {Yaml} or {Json}, in UTF-8.");
        var body = await RequestBody.ReadAsync(context.Request, options.MaxPlanSizeBytes, context.RequestAborted);
        return (isJson ? reader.Read(body, "plan.json", PlanFormat.Json) : reader.Read(body, "plan.yaml", PlanFormat.Yaml)).OrThrow();
    }

    private static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(IdempotencyKey, out var values))
            return null;
        return values is [{ Length: >= 1 and <= MaxKeyLength } key] && key.All(character => character is >= ' ' and <= '~')
            ? key
            : throw new RequestRefusedException(
                StatusCodes.Status400BadRequest, $"The header {IdempotencyKey} must be 1 to {MaxKeyLength} printable ASCII characters.");
    }
}
