using System.Net;
using Orchestrator.Api.Security;
using Xunit;

namespace Orchestrator.Api.Tests.Security;

public sealed class AuthenticationTests
{
    private const string List = "/runtime/webhooks/durabletask/instances";

    [Fact]
    public async Task AnyRoute_WithoutKey_Answers401()
    {
        await using var server = await ApiServer.StartAsync();
        var client = server.ClientOf(null);
        string[] unknown = ["GET /", "GET /dashboards", "GET /no/such/route", "PUT /metrics", "GET /api/openapi.json"];
        string[] open = ["/healthz", "/dashboard"];
        foreach (var route in RouteList.Of(server).Where(route => !open.Any(path => route.Contains(path, StringComparison.Ordinal))).Concat(unknown))
        {
            using var response = await client.SendAsync(new(new(route.Split(' ')[0]), route.Split(' ')[1]));

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("ApiKey", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/healthz/live")]
    public async Task Health_WithoutKey_Answers(string path)
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(null).GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task AnyRoute_WithKeyInTheQuery_AnswersAndLogsNoKey()
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(null).GetAsync($"{List}?top=5&code={server.KeyOf[Roles.Admin]}&CODE=x");
        using var right = await server.ClientOf(null).GetAsync($"{List}?top=5&code={server.KeyOf[Roles.Admin]}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode); // two keys are not one key
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains(server.KeyOf[Roles.Admin], StringComparison.Ordinal));
        Assert.Contains(server.Logs.Lines, line => line.Contains(List, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnyRoute_WithRemovedKey_Answers401()
    {
        await using var server = await ApiServer.StartAsync();
        var client = server.ClientOf(Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(List)).StatusCode);

        server.Keys.Remove(Roles.Admin);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(List)).StatusCode);
    }

    [Fact]
    public async Task AnyRoute_TooManyWrongKeys_Answers429AndARightKeyStillOpens()
    {
        await using var server = await ApiServer.StartAsync(options: api => api.WrongKeysPerMinute = 3);
        var wrong = server.ClientOf(null);
        wrong.DefaultRequestHeaders.Add("x-functions-key", "orc_wrong");

        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 4; attempt++)
            statuses.Add((await wrong.GetAsync(List)).StatusCode);
        using var last = await wrong.GetAsync(List);

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 3), HttpStatusCode.TooManyRequests], statuses);
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await server.ClientOf(Roles.Admin).GetAsync(List)).StatusCode);
    }

    [Fact]
    public async Task AnyRoute_BrokenKeyFile_Answers503WithoutDetails()
    {
        await using var server = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(server.Keys.Path, "{");

        using var response = await server.ClientOf(Roles.Admin).GetAsync(List);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain(server.Keys.Path, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(server.Logs.Lines, line => line.Contains(server.Keys.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnyRoute_RoleThatIsNotEnough_Answers403AndNamesTheRole()
    {
        await using var server = await ApiServer.StartAsync();

        using var response = await server.ClientOf(Roles.Operator).GetAsync(List);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(
            "operator may not do that with the role operator: it needs admin.",
            (await response.ReadJsonAsync()).Text("detail"));
    }
}
