using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Http;

/// <summary>Turns an exception into the answer, and logs it when the server and not the client is at fault.</summary>
internal static class ErrorReport
{
    public static IResult Describe(HttpContext context, Exception error, ILogger logger)
    {
        if (error is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        if (error is not (OrchestratorException or RequestRefusedException or BadHttpRequestException) || error is Security.KeyFileException)
            Log.RequestFailed(logger, context.Request.Method, context.Request.Path.ToUriComponent(), error);
        return Problems.From(error);
    }

    public static Task ReplyAsync(HttpContext context, Exception error, ILogger logger) =>
        Describe(context, error, logger).ExecuteAsync(context);
}
