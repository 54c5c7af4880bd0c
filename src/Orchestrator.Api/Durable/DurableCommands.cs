using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Http;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Durable;

/// <summary>Starts and steers instances.</summary>
internal static class DurableCommands
{
    private const int MaxPayloadSizeBytes = 1024 * 1024; // the limit of the Durable Task Scheduler
    private const int MaxWaitSeconds = 230; // the longest that Azure's load balancer lets a request take

    public static async Task<IResult> StartAsync(
        string name, string? id, [AsParameters] DurableStartOptions options, HttpContext context, IOrchestrationClient client)
    {
        if (MigrationNames.Contains(name))
            return StartsNoMigration(name);
        if (id is not null && await client.FindAsync(id, context.RequestAborted) is { } taken && MigrationNames.Contains(taken.Name))
            throw new OrchestrationAlreadyExistsException(id, taken.State);
        var wait = options.Timeout is { } timeout ? QueryValues.Number(nameof(timeout), timeout, 0, MaxWaitSeconds) : 0;
        var input = await RequestBody.ReadJsonAsync(context.Request, MaxPayloadSizeBytes, context.RequestAborted);
        var started = await StartAsync(new(name, input) { InstanceId = id, Version = options.Version, ReplaceFinished = true }, context, client);
        return await FinishedWithinAsync(started, wait, context, client) ?? Accepted(context, started);
    }

    public static async Task<IResult> RaiseEventAsync(string id, string eventName, HttpContext context, IOrchestrationClient client)
    {
        JsonElement? payload;
        try
        {
            payload = await RequestBody.ReadJsonAsync(context.Request, MaxPayloadSizeBytes, context.RequestAborted);
        }
        catch (RequestRefusedException error) when (error.Status == StatusCodes.Status415UnsupportedMediaType)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, error.Message); // as the original answers
        }
        await client.RaiseEventAsync(id, eventName, payload, context.RequestAborted);
        return Results.Accepted();
    }

    public static async Task<IResult> TerminateAsync(string id, string? reason, HttpContext context, IOrchestrationClient client)
    {
        await client.TerminateAsync(id, reason, recursive: true, context.RequestAborted);
        return Results.Accepted(value: new Notice(
            "The instance and its children are terminated. No undo runs: to end a migration and put everything back, cancel it instead."));
    }

    public static async Task<IResult> SuspendAsync(string id, string? reason, HttpContext context, IOrchestrationClient client)
    {
        await client.SuspendAsync(id, reason, context.RequestAborted);
        return Results.Accepted();
    }

    public static async Task<IResult> ResumeAsync(string id, string? reason, HttpContext context, IOrchestrationClient client)
    {
        await client.ResumeAsync(id, reason, context.RequestAborted);
        return Results.Accepted();
    }

    public static IResult NotSupported(string id) => Problems.Create(
        StatusCodes.Status501NotImplemented,
        $"This host does not rewind or restart orchestrations such as '{id}'.",
        "A migration whose step failed is decided about with POST /api/migrations/{id}/decisions.");

    private static IResult StartsNoMigration(string name) => Problems.Create(
        StatusCodes.Status403Forbidden,
        $"'{name}' is a migration, and this route would start it without validating its plan.",
        "Start it with POST /api/migrations.");

    private static async Task<string> StartAsync(StartOrchestration request, HttpContext context, IOrchestrationClient client)
    {
        try
        {
            return await client.StartAsync(request, context.RequestAborted);
        }
        catch (ArgumentException)
        {
            throw new RequestRefusedException(
                StatusCodes.Status400BadRequest,
                $"There is no orchestration '{request.Name}' here, or the id is not 1 to 100 printable ASCII characters that do not begin with '@'.");
        }
    }

    private static async Task<IResult?> FinishedWithinAsync(string id, int seconds, HttpContext context, IOrchestrationClient client)
    {
        if (seconds == 0)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            var instance = await client.WaitForCompletionAsync(id, limit.Token);
            return Results.Ok(DurableInstance.From(instance, showInput: true));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static IResult Accepted(HttpContext context, string id)
    {
        var uris = DurableUris.For(context, id);
        context.Response.Headers.RetryAfter = "10";
        return Results.Accepted(uris.StatusQueryGetUri, uris);
    }
}
