using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Http;
using Orchestrator.Api.Security;

namespace Orchestrator.Api.Dashboard;

/// <summary>The pages, which need no key because they hold no data, and who the caller is.</summary>
internal static class DashboardEndpoints
{
    private const string Assets = "assets";
    private static readonly string[] Verbs = [HttpMethods.Get, HttpMethods.Head];

    // App Service's own way in. It leads back with the mark, so that a platform that tells us of nobody even then makes no circle.
    private const string SignIn = "/.auth/login/aad?post_login_redirect_uri=";
    private const string SignedIn = "signedIn";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/dashboard", Verbs, (HttpContext context, DashboardFiles files) => Get(null, context, files)).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/dashboard/{*path}", Verbs, Get).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/me", (HttpContext context) => Results.Ok(Me.From(context.GetCaller()))).RequireAuthorization(Permissions.Read).WithTags("Dashboard")
            .Produces<Me>().Describe("Who the caller is and what they may do.");
    }

    public static IResult Get(string? path, HttpContext context, DashboardFiles files)
    {
        var segments = (path ?? "").TrimEnd('/').Split('/');
        if (segments[0] == Assets)
            return segments.Length == 2 && files.Find(segments[1]) is { } asset ? new DashboardFileResult(asset) : Nothing();
        if (segments is not [""] && !segments.All(IsPlain))
            return Nothing();
        return MustSignIn(context) ? Results.Redirect(SignIn + Uri.EscapeDataString($"{context.Request.Path}?{SignedIn}=1")) : new DashboardFileResult(files.Page);
    }

    // Where keys are taken, the page asks for one itself.
    private static bool MustSignIn(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value is { TrustsEasyAuth: true, TakesKeys: false }
        && context.User.Identity?.IsAuthenticated != true && !context.Request.Query.ContainsKey(SignedIn);

    // Ids and names of gates are made of these; whatever else stands in a path is no view and somebody's try.
    private static bool IsPlain(string segment) =>
        segment.Trim('.').Length > 0 && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~');

    private static IResult Nothing() => Problems.NotFound("There is no such page. The dashboard is at /dashboard.");
}
