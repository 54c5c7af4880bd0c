using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Api.Tests;

/// <summary>The routes that the server has mapped.</summary>
internal static class RouteList
{
    /// <summary>Each as <c>GET /api/migrations/{id}</c>, without those that only tests have.</summary>
    public static IReadOnlyList<string> Of(ApiServer server) =>
    [
        .. from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = endpoint.RoutePattern.RawText!.TrimEnd('/')
           where !path.StartsWith("/test/", StringComparison.Ordinal)
           from verb in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           orderby path, verb
           select $"{verb} {path}",
    ];

    public static bool Matches(string route, string request) =>
        Regex.IsMatch(request, $"^{Regex.Replace(Regex.Replace(route, @"/\{[^}]*\?\}", "(/[^/]+)?"), @"\{[^}]*\}", "[^/]+")}$");
}
