using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;

namespace Orchestrator.Api.Dashboard;

/// <summary>The pages, which need no key because they hold no data, and who the caller is.</summary>
internal static class DashboardEndpoints
{
    private const string Assets = "assets";
    private static readonly string[] Verbs = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/dashboard", Verbs, (DashboardFiles files) => Get(null, files)).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/dashboard/{*path}", Verbs, Get).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/me", (HttpContext context) => Results.Ok(Me.From(context.GetCaller()))).RequireAuthorization(Permissions.Read).WithTags("Dashboard")
            .Produces<Me>().Describe("Who the caller is and what they may do.");
    }

    public static IResult Get(string? path, DashboardFiles files)
    {
        var segments = (path ?? "").TrimEnd('/').Split('/');
        if (segments[0] == Assets)
            return segments.Length == 2 && files.Find(segments[1]) is { } asset ? new DashboardFileResult(asset) : Nothing();
        return segments is [""] || segments.All(IsPlain) ? new DashboardFileResult(files.Page) : Nothing();
    }

    // Ids and names of gates are made of these; whatever else stands in a path is no view and somebody's try.
    private static bool IsPlain(string segment) =>
        segment.Trim('.').Length > 0 && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~');

    private static IResult Nothing() => Problems.NotFound("There is no such page. The dashboard is at /dashboard.");
}
