using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Http;

/// <summary>What the description of the API says about a route.</summary>
internal static class EndpointDescriptions
{
    /// <summary>Says what a route does and with which errors it can answer, besides 401 and 403.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary, params ReadOnlySpan<int> errors)
    {
        route.WithSummary(summary).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        foreach (var status in errors)
        {
            if (status != StatusCodes.Status403Forbidden)
                route.ProducesProblem(status);
        }
        return route;
    }
}
