using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Api.Http;

/// <summary>Catches what a handler throws before the developer's exception page can show its stack trace.</summary>
internal sealed class ErrorFilter(ILogger<ErrorFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception error) when (!context.HttpContext.Response.HasStarted)
        {
            return ErrorReport.Describe(context.HttpContext, error, logger);
        }
    }
}
