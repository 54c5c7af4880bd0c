using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>The admin address: <c>GET|PUT /state</c>, <c>GET /stats</c>, and <c>GET /healthz</c>, which alone needs no key.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this WebApplication app, GateWithStats gate, AdminKey key, ILogger logger)
    {
        app.MapGet("/healthz", () => Results.Text("ok"));
        var guarded = app.MapGroup("");
        guarded.AddEndpointFilter(async (context, next) =>
            key.Admits(context.HttpContext.Request) ? await next(context) : Problem(StatusCodes.Status401Unauthorized, "The key is missing or is not this gateway's."));
        guarded.MapGet("/stats", () => Results.Json(gate.Stats.View(gate.Gate), DurableJson.Options));
        guarded.MapGet("/state", (HttpResponse response) => Show(response, gate.Gate.State));
        guarded.MapPut("/state", (Delegate)((HttpContext context) => SetAsync(context, gate.Gate, logger)));
    }

    private static async Task<IResult> SetAsync(HttpContext context, Gate gate, ILogger logger)
    {
        try
        {
            var wanted = await context.Request.ReadFromJsonAsync<GatewayState>(DurableJson.Options, context.RequestAborted);
            if (wanted is null || wanted.MaxHold <= TimeSpan.Zero || !TryReadIfMatch(context.Request, out var expected))
                return Problem(StatusCodes.Status400BadRequest, "The state must be {side, held}, maxHold above zero, If-Match a revision in quotes.");
            var state = await gate.SetAsync(wanted, expected, context.RequestAborted);
            logger.TrafficSet(state.Side, state.Held, state.Revision);
            return Show(context.Response, state);
        }
        catch (Exception error) when (StatusOf(error) is { } status)
        {
            logger.TrafficNotSet(error.Message);
            return Problem(status, error.Message);
        }
    }

    private static int? StatusOf(Exception error) => error switch
    {
        System.Text.Json.JsonException or BadHttpRequestException or InvalidOperationException => StatusCodes.Status400BadRequest,
        RevisionMismatchException => StatusCodes.Status412PreconditionFailed,
        GateBusyException => StatusCodes.Status503ServiceUnavailable,
        IOException or UnauthorizedAccessException => StatusCodes.Status507InsufficientStorage,
        _ => null,
    };

    private static bool TryReadIfMatch(HttpRequest request, out long? revision)
    {
        var text = request.Headers.IfMatch.ToString();
        revision = long.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return revision is not null || text is "" or "*";
    }

    private static IResult Show(HttpResponse response, GatewayState state)
    {
        response.Headers.ETag = $"\"{state.Revision}\"";
        return Results.Json(state, DurableJson.Options);
    }

    private static IResult Problem(int status, string title) => Results.Problem(title: title, statusCode: status);
}
