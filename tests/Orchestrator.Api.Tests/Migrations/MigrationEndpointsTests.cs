using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Core.Migrations;
using Xunit;

namespace Orchestrator.Api.Tests.Migrations;

public sealed class MigrationEndpointsTests : IAsyncLifetime
{
    private const string Base = "/api/migrations";
    private ApiServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _client = _server.ClientOf();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Get_Running_IsTheStatusOfTheContract()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());

        var status = JsonNode.Parse(await _client.GetStringAsync($"{Base}/{id}"))!;

        Assert.Equal(id, status.Text("id"));
        Assert.Equal("orders", status.Text("workload"));
        Assert.Equal("waitingForApproval", status.Text("state"));
        Assert.Equal("source", status.Text("traffic"));
        Assert.Equal("cutover", status["waitingFor"]!.Text("gate"));
        Assert.Equal("1", status["waitingFor"]!.Text("required"));
        Assert.NotNull(status["steps"]![0]!.Text("undoes") ?? status["steps"]![0]!.Text("title"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("GET", "/report")]
    [InlineData("GET", "/audit")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/rollback")]
    [InlineData("POST", "/finalize")]
    [InlineData("POST", "/approvals/cutover", """{"decision":"approve"}""")]
    [InlineData("POST", "/decisions", """{"action":"retry"}""")]
    public async Task AnyRoute_UnknownMigration_Answers404(string verb, string path, string? body = null)
    {
        using var response = await SendAsync(verb, "none", path, body);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("There is no migration 'none'.", (await response.ReadJsonAsync()).Text("detail"));
    }

    [Theory]
    [InlineData("/pause")]
    [InlineData("/resume")]
    [InlineData("/cancel")]
    [InlineData("/rollback")]
    [InlineData("/finalize")]
    [InlineData("/approvals/cutover", """{"decision":"approve"}""")]
    [InlineData("/decisions", """{"action":"retry"}""")]
    public async Task AnyCommand_EndedMigration_Answers410(string path, string? body = null)
    {
        var id = await _server.StartMigrationAsync();
        await SendAsync("POST", id, "/finalize", null);
        Assert.Equal(MigrationState.Completed, await _server.StateOfAsync(id));

        using var response = await SendAsync("POST", id, path, body);

        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
    }

    [Theory]
    [InlineData("/resume")]
    [InlineData("/cancel")]
    [InlineData("/approvals/cutover", """{"decision":"approve"}""")]
    [InlineData("/decisions", """{"action":"retry"}""")]
    public async Task Command_ThatDoesNotFitTheState_Answers409(string path, string? body = null)
    {
        var id = await _server.StartMigrationAsync(Plans.CutOver);

        using var response = await SendAsync("POST", id, path, body);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.NotNull((await response.ReadJsonAsync()).Text("remedy"));
    }

    [Fact]
    public async Task PauseResumeAndCancel_WhileWaiting_AnswerWithTheAddresses()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());

        using var paused = await SendAsync("POST", id, "/pause", """{"comment":"lunch"}""");
        Assert.Equal(MigrationState.Paused, await _server.StateOfAsync(id));
        using var resumed = await SendAsync("POST", id, "/resume", null);
        Assert.Equal(MigrationState.WaitingForApproval, await _server.StateOfAsync(id));
        using var cancelled = await SendAsync("POST", id, "/cancel", "{}");

        Assert.Equal(MigrationState.RolledBack, await _server.StateOfAsync(id));
        Assert.All([paused, resumed, cancelled], response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Equal($"http://localhost{Base}/{id}", paused.Headers.Location?.ToString());
        Assert.Equal($"http://localhost{Base}/{id}/events", (await paused.ReadJsonAsync()).Text("eventsUri"));
        Assert.Contains("lunch", await _client.GetStringAsync($"{Base}/{id}/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_WithTheEvidenceThatWasSeen_GoesOnUnderTheNameOfTheKey()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());
        var hash = (await _server.Migrations.FindAsync(id))!.WaitingFor!.EvidenceHash;

        using var other = await SendAsync("POST", id, "/approvals/cutover", """{"decision":"approve","evidenceHash":"other"}""");
        using var right = await SendAsync("POST", id, "/approvals/cutover", $$"""{"decision":"approve","evidenceHash":"{{hash}}","comment":"fine"}""");

        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, right.StatusCode);
        Assert.Equal(MigrationState.CutOver, await _server.StateOfAsync(id));
        Assert.Equal("admin", Assert.Single((await _server.Migrations.GetReportAsync(id)).Approvals).By);
    }

    [Fact]
    public async Task Approve_ByWhomThePlanDoesNotLet_Answers403()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated(new() { From = ["somebody-else"] }));

        using var response = await SendAsync("POST", id, "/approvals/cutover", """{"decision":"approve"}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(MigrationState.WaitingForApproval, await _server.StateOfAsync(id));
    }

    [Fact]
    public async Task Reject_WithReason_RollsBack()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());

        using var response = await SendAsync("POST", id, "/approvals/cutover", """{"decision":"reject","comment":"too late"}""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(MigrationState.RolledBack, await _server.StateOfAsync(id));
    }

    [Theory]
    [InlineData("""{"action":"retry","step":"restore","comment":"mended"}""", MigrationState.CutOver)]
    [InlineData("""{"action":"rollback"}""", MigrationState.RolledBack)]
    public async Task Decide_HeldStep_GoesOnAsDecided(string body, MigrationState expected)
    {
        _server.Faults.Fail("restore", times: 1);
        var id = await _server.StartMigrationAsync(Plans.Holding);
        Assert.Equal(MigrationState.OnHold, await _server.StateOfAsync(id));

        using var wrong = await SendAsync("POST", id, "/decisions", """{"action":"retry","step":"validate"}""");
        using var response = await SendAsync("POST", id, "/decisions", body);

        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(expected, await _server.StateOfAsync(id));
    }

    [Fact]
    public async Task RollBack_AfterCutover_AcceptsTheLossThatTheBodyAccepts()
    {
        var id = await _server.StartMigrationAsync(Plans.CutOver);

        using var response = await SendAsync("POST", id, "/rollback", """{"acceptLoss":true,"comment":"slow"}""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(MigrationState.RolledBack, await _server.StateOfAsync(id));
    }

    [Theory]
    [InlineData("/approvals/cutover", "", "The body is missing")]
    [InlineData("/approvals/cutover", "{", "not JSON: line 1")]
    [InlineData("/approvals/cutover", "[]", "must be a JSON object with 'decision' (approve, reject), 'comment', 'evidenceHash'")]
    [InlineData("/approvals/cutover", "null", "must be a JSON object")]
    [InlineData("/approvals/cutover", "{}", "does not fit")]
    [InlineData("/approvals/cutover", """{"decision":"maybe"}""", "does not fit at 'decision'")]
    [InlineData("/approvals/cutover", """{"decision":0}""", "does not fit at 'decision'")]
    [InlineData("/approvals/cutover", """{"decision":null}""", "does not fit")]
    [InlineData("/approvals/cutover", """{"decision":"approve","decision":"reject"}""", "not JSON")]
    [InlineData("/approvals/cutover", """{"decision":"approve","Comment":"x"}""", "unknown member 'Comment'")]
    [InlineData("/approvals/cutover", """{"decision":"approve","approver":"ceo"}""", "unknown member 'approver'")]
    [InlineData("/approvals/cutover", """{"decision":"approve","comment":7}""", "does not fit at 'comment'")]
    [InlineData("/approvals/cutover", """{"decision":"reject"}""", "needs a 'comment'")]
    [InlineData("/decisions", """{"action":"explode"}""", "does not fit at 'action'")]
    [InlineData("/pause", """{"reason":"x"}""", "unknown member 'reason'. It is a JSON object with 'comment'")]
    [InlineData("/rollback", """{"acceptLoss":"yes"}""", "does not fit at 'acceptLoss'")]
    public async Task Command_MalformedBody_Answers400AndSaysWhatIsWrong(string path, string body, string expected)
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());

        using var response = await SendAsync("POST", id, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, (await response.ReadJsonAsync()).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Command_BodyOfAnotherType_Answers415(string mediaType)
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        using var response = await _client.PostAsync($"{Base}/{id}/pause", body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Command_TooLong_Answers413Or400()
    {
        var id = await _server.StartMigrationAsync(Plans.Gated());

        using var body = await SendAsync("POST", id, "/pause", $$"""{"comment":"{{new string('x', 70_000)}}"}""");
        using var comment = await SendAsync("POST", id, "/pause", $$"""{"comment":"{{new string('x', 5_000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, comment.StatusCode);
    }

    [Fact]
    public async Task List_ByWorkloadStateAndPage_FindsThem()
    {
        var first = await _server.StartMigrationAsync(Plans.CutOver with { Name = "alpha" });
        var second = await _server.StartMigrationAsync(Plans.Gated() with { Name = "beta" });

        using var page = await _client.GetAsync($"{Base}?top=1");
        var token = Assert.Single(page.Headers.GetValues("x-ms-continuation-token"));
        var next = await _client.GetStringAsync($"{Base}?top=1&continuation={token}");

        Assert.Equal([second], IdsOf(await page.Content.ReadAsStringAsync()));
        Assert.Equal([first], IdsOf(next));
        Assert.Equal([first], IdsOf(await _client.GetStringAsync($"{Base}?workload=alpha")));
        Assert.Equal([first], IdsOf(await _client.GetStringAsync($"{Base}?state=cutOver")));
        Assert.Empty(IdsOf(await _client.GetStringAsync($"{Base}?workload=nobody")));
    }

    [Theory]
    [InlineData("?top=0")]
    [InlineData("?top=1001")]
    [InlineData("?top=many")]
    [InlineData("?state=flying")]
    [InlineData("?state=")]
    [InlineData("?state=running,paused")]
    [InlineData("?continuation=!")]
    public async Task List_MalformedQuery_Answers400(string query)
    {
        using var response = await _client.GetAsync(Base + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static IEnumerable<string?> IdsOf(string page) =>
        JsonNode.Parse(page)!["migrations"]!.AsArray().Select(migration => migration!.Text("id"));

    private Task<HttpResponseMessage> SendAsync(string verb, string id, string path, string? body) =>
        _client.SendAsync(new(new(verb), $"{Base}/{id}{path}") { Content = body is null ? null : Json.Body(body) });
}
