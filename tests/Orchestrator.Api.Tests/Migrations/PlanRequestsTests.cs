using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Api.Tests.Migrations;

public sealed class PlanRequestsTests : IAsyncLifetime
{
    private const string Base = "/api/migrations";
    private const string YamlType = "application/yaml";
    private ApiServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _client = _server.ClientOf("operator");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("application/yaml", Plans.Yaml)]
    [InlineData("text/yaml", Plans.Yaml)]
    [InlineData("application/x-yaml", Plans.Yaml)]
    [InlineData("application/json", Plans.Json)]
    public async Task Start_ValidPlan_Answers202WithTheAddresses(string mediaType, string plan)
    {
        using var response = await _client.PostAsync(Base, Json.Body(plan, mediaType));
        var body = await response.ReadJsonAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(Assert.Single(await _server.MigrationIdsAsync()), body.Text("id"));
        Assert.Equal($"http://localhost{Base}/{body.Text("id")}", response.Headers.Location?.ToString());
        Assert.Equal(response.Headers.Location?.ToString(), body.Text("statusUri"));
        Assert.Equal($"{body.Text("statusUri")}/approvals/{{gate}}", body.Text("approvalsUri"));
        Assert.Equal("operator", (await _server.Migrations.FindAsync(body.Text("id")!))!.StartedBy);
    }

    [Fact]
    public async Task Start_Rehearsal_IsARehearsal()
    {
        using var response = await _client.PostAsync($"{Base}?rehearsal=true", Json.Body(Plans.Yaml, YamlType));

        Assert.True((await _server.Migrations.FindAsync((await response.ReadJsonAsync()).Text("id")!))!.Rehearsal);
    }

    [Fact]
    public async Task Start_DryRun_ListsTheStepsAndStartsNothing()
    {
        using var response = await _client.PostAsync($"{Base}?dryRun=true", Json.Body(Plans.Yaml, YamlType));
        var preview = await response.ReadJsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("offline", preview.Text("strategy"));
        Assert.Contains(preview["steps"]!.AsArray(), step => step!.Text("undoes") is not null);
        Assert.Empty(await _server.MigrationIdsAsync());
    }

    [Theory]
    [InlineData("/api/migrations")]
    [InlineData("/api/migrations?dryRun=true")]
    [InlineData("/api/assessments")]
    public async Task AnyPlan_WithProblems_Answers422WithAllOfThem(string path)
    {
        using var response = await _client.PostAsync(path, Json.Body(Plans.Yaml.Replace("traffic:", "trafic:") + "\ndowntime: { tolerance: soon }\n", YamlType));
        var problems = (await response.ReadJsonAsync())["problems"]!.AsArray();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.True(problems.Count >= 2);
        var typo = problems.Single(problem => problem!.Text("path") == "trafic")!;
        Assert.Equal(("11", "1"), (typo.Text("line"), typo.Text("column")));
        Assert.Contains("trafic", typo.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await _server.MigrationIdsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("just text")]
    [InlineData("a: &a [*a]")]
    [InlineData("{")]
    [InlineData("\u0000")]
    public async Task Start_NoPlanAtAll_Answers422(string body)
    {
        foreach (var mediaType in new[] { YamlType, "application/json" })
        {
            using var response = await _client.PostAsync(Base, Json.Body(body, mediaType));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/yaml; charset=utf-16")]
    [InlineData(null)]
    public async Task AnyPlan_OfAnotherType_Answers415(string? mediaType)
    {
        foreach (var path in new[] { Base, "/api/assessments" })
        {
            using var body = new ByteArrayContent("version: 1"u8.ToArray());
            if (mediaType is not null)
                body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            using var response = await _client.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnyPlan_LongerThanAMebibyte_Answers413(bool isLengthTold)
    {
        using var body = Json.Body($"# {new string('x', 1024 * 1024)}\n{Plans.Yaml}", YamlType);
        using var request = new HttpRequestMessage(HttpMethod.Post, Base) { Content = body };
        request.Headers.TransferEncodingChunked = !isLengthTold;

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("?dryRun=perhaps")]
    [InlineData("?rehearsal=1")]
    public async Task Start_MalformedQuery_Answers400(string query)
    {
        using var response = await _client.PostAsync(Base + query, Json.Body(Plans.Yaml, YamlType));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Start_StrategyThatIsNotThereYet_Answers409()
    {
        using var response = await _client.PostAsync(Base, Json.Body(Plans.Yaml + "\nstrategy: redeploy\n", YamlType));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task Start_SameKeyAndPlanAgain_AnswersWithTheSameMigration()
    {
        using var first = await StartAsync("key-1", Plans.Yaml);
        using var again = await StartAsync("key-1", Plans.Yaml);
        using var asJson = await StartAsync("key-1", Plans.Json, "application/json");

        var id = (await first.ReadJsonAsync()).Text("id");
        Assert.Equal(id, (await again.ReadJsonAsync()).Text("id"));
        Assert.Equal(id, (await asJson.ReadJsonAsync()).Text("id"));
        Assert.Single(await _server.MigrationIdsAsync());
    }

    [Fact]
    public async Task Start_SameKeyAndAnotherPlan_Answers409()
    {
        using var first = await StartAsync("key-1", Plans.Yaml);
        using var other = await StartAsync("key-1", Plans.Yaml + "\ncriticality: low\n");

        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Single(await _server.MigrationIdsAsync());
    }

    [Fact]
    public async Task Start_SameKeyManyTimesAtOnce_StartsOne()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync("key-1", Plans.Yaml)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Single((await Task.WhenAll(responses.Select(response => response.ReadJsonAsync()))).Select(body => body.Text("id")).Distinct());
    }

    [Fact]
    public async Task Start_SameWorkloadManyTimesAtOnce_StartsOneAndRefusesTheOthers()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync(null, Plans.Yaml)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await _server.MigrationIdsAsync());
    }

    [Theory]
    [InlineData("\t")]
    [InlineData("ü")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task Start_MalformedKey_Answers400(string key)
    {
        using var response = await StartAsync(key, Plans.Yaml);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Assess_ValidPlan_AnswersAndStartsNothing()
    {
        using var response = await _client.PostAsync("/api/assessments", Json.Body(Plans.Yaml, YamlType));
        var assessment = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("true", assessment.Text("isReady"));
        Assert.Equal("offline", assessment.Text("strategy"));
        Assert.Equal("db", assessment["data"]![0]!.Text("component"));
        Assert.Empty(await _server.MigrationIdsAsync());
    }

    private Task<HttpResponseMessage> StartAsync(string? key, string plan, string mediaType = YamlType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Base) { Content = Json.Body(plan, mediaType) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return _client.SendAsync(request);
    }
}
