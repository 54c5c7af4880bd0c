using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Orchestrator.Api.Monitoring;

namespace Orchestrator.Api.Http;

/// <summary>Around every request: security headers, one line in the log, metrics, and a problem document for every error.</summary>
internal sealed class ApiMiddleware(RequestDelegate next, ILogger<ApiMiddleware> logger)
{
    private const string Policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        QueryCode.TakeFrom(context);
        AddSecurityHeaders(context.Response.Headers);
        try
        {
            await next(context);
            await DescribeBareErrorAsync(context);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await ErrorReport.ReplyAsync(context, error, logger);
        }
        finally
        {
            Record(context, Stopwatch.GetElapsedTime(started));
        }
    }

    private static void AddSecurityHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    /// <summary>Unknown routes, wrong verbs and the like are answered by the framework with a bare status.</summary>
    private static Task DescribeBareErrorAsync(HttpContext context)
    {
        var response = context.Response;
        var bare = response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && response.ContentType is null;
        return bare ? Problems.Create(response.StatusCode, Explain(response.StatusCode)).ExecuteAsync(context) : Task.CompletedTask;
    }

    private static string Explain(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing here. The routes are in /api/openapi.json.",
        StatusCodes.Status405MethodNotAllowed => "This route does not take that verb.",
        _ => "The request cannot be served.",
    };

    private void Record(HttpContext context, TimeSpan elapsed)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        ApiMetrics.Request(context.Request.Method, route, context.Response.StatusCode, elapsed);
        // The path is logged as it was sent, escaped, so that it cannot break a line; the query never is.
        Log.Request(logger, context.Request.Method, context.Request.Path.ToUriComponent(), context.Response.StatusCode, elapsed, context.User.Identity?.Name);
    }
}
