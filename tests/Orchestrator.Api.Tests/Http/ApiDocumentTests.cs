using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Api.Tests.Http;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Document_Always_HoldsEveryRouteWithASummary()
    {
        await using var server = await ApiServer.StartAsync();
        var document = JsonNode.Parse(await server.ClientOf("reader").GetStringAsync("/api/openapi.json"))!;

        var described = RouteList.Of(server).Where(route => !route.EndsWith("/api/openapi.json", StringComparison.Ordinal) && !route.Contains("/dashboard", StringComparison.Ordinal));
        var missing = described.Where(route =>
        {
            var (verb, path) = (route.Split(' ')[0].ToLowerInvariant(), route.Split(' ')[1].Replace("?}", "}", StringComparison.Ordinal));
            return document["paths"]?[path]?[verb]?["summary"] is null;
        });

        Assert.Empty(missing);
        Assert.Equal("x-functions-key", document["components"]?["securitySchemes"]?["key"]?.Text("name"));
    }
}
