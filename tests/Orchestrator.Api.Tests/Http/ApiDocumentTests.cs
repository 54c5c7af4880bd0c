using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Orchestrator.Api.Tests.Http;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Document_Always_HoldsEveryRouteWithASummary()
    {
        await using var server = await ApiServer.StartAsync();
        var document = JsonNode.Parse(await server.ClientOf("reader").GetStringAsync("/api/openapi.json"))!;

        var missing = Routes(server).Where(route => document["paths"]?[route.Path]?[route.Verb]?["summary"] is null);

        Assert.Empty(missing);
        Assert.Equal("x-functions-key", document["components"]?["securitySchemes"]?["key"]?.Text("name"));
    }

    private static IEnumerable<(string Path, string Verb)> Routes(ApiServer server) =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = endpoint.RoutePattern.RawText!.Replace("?}", "}", StringComparison.Ordinal)
        where !path.StartsWith("/test/", StringComparison.Ordinal) && path != "/api/openapi.json"
        from verb in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (path, verb.ToLowerInvariant());
}
