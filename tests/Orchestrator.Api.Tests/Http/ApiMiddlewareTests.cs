using System.Net;
using Xunit;

namespace Orchestrator.Api.Tests.Http;

public sealed class ApiMiddlewareTests
{
    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/no/such/route", HttpStatusCode.NotFound)]
    [InlineData("/test/broken", HttpStatusCode.InternalServerError)]
    public async Task AnyAnswer_Always_HasSecurityHeaders(string path, HttpStatusCode expected)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf().GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task UnforeseenError_InAHandler_AnswersWithoutMessageAndStackTrace()
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf().GetAsync("/test/broken");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperationException", body, StringComparison.Ordinal);
        Assert.Contains(server.Logs.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/no/such/route", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/healthz", HttpStatusCode.MethodNotAllowed)]
    public async Task BareError_FromTheFramework_IsAProblemDocument(string verb, string path, HttpStatusCode expected)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf().SendAsync(new(new(verb), path));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)expected, (int?)(await response.ReadJsonAsync())["status"]);
    }
}
