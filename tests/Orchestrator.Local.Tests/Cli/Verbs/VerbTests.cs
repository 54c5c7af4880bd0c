using System.Text.Json;
using Orchestrator.Core.Migrations;
using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli.Verbs;

public sealed class VerbTests : IAsyncLifetime
{
    private const string Route = $"/api/migrations/{Statuses.Id}";
    private readonly Terminal _terminal = new();
    private FakeServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _terminal.Environment["ORCHESTRATOR_URL"] = _server.Url;
        _terminal.Environment["ORCHESTRATOR_KEY"] = "orc_secret";
        _server.OnJson($"GET {Route}", Statuses.AtGate);
        foreach (var route in new[] { "approvals/cutover", "decisions", "pause", "resume", "cancel", "finalize", "rollback" })
            _server.OnJson($"POST {Route}/{route}", new { Id = Statuses.Id }, 202);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("approve orders-1 cutover --comment ok", "approvals/cutover", """{"decision":"approve","comment":"ok","evidenceHash":"abc123"}""")]
    [InlineData("approve orders-1 cutover --evidence ffff", "approvals/cutover", """{"decision":"approve","evidenceHash":"ffff"}""")]
    [InlineData("reject orders-1 cutover --comment no", "approvals/cutover", """{"decision":"reject","comment":"no","evidenceHash":"abc123"}""")]
    [InlineData("retry orders-1", "decisions", """{"action":"retry"}""")]
    [InlineData("skip orders-1 --step restore --comment known", "decisions", """{"action":"skip","step":"restore","comment":"known"}""")]
    [InlineData("pause orders-1", "pause", "{}")]
    [InlineData("resume orders-1", "resume", "{}")]
    [InlineData("cancel orders-1 --comment stop", "cancel", """{"comment":"stop"}""")]
    [InlineData("finalize orders-1", "finalize", "{}")]
    [InlineData("rollback orders-1 --accept-loss", "rollback", """{"acceptLoss":true}""")]
    public async Task Run_Command_SendsWhatTheApiTakes(string line, string route, string body)
    {
        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync(line.Split(' ')));

        var request = Assert.Single(_server.Requests, sent => sent.Line.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal(($"POST {Route}/{route}", body), (request.Line, request.Body));
        Assert.Equal("orc_secret", request.Headers["x-functions-key"]);
    }

    [Fact]
    public async Task Rollback_HeldStep_IsADecision()
    {
        _server.OnJson($"GET {Route}", Statuses.Running with { State = MigrationState.OnHold });

        await _terminal.RunAsync("rollback", Statuses.Id);

        Assert.Contains(_server.Requests, request => request == (request with { Line = $"POST {Route}/decisions", Body = """{"action":"rollback"}""" }));
    }

    [Theory]
    [InlineData(MigrationState.Running, 0)]
    [InlineData(MigrationState.CutOver, 0)]
    [InlineData(MigrationState.Completed, 0)]
    [InlineData(MigrationState.Failed, 1)]
    [InlineData(MigrationState.RolledBack, 3)]
    [InlineData(MigrationState.WaitingForApproval, 4)]
    [InlineData(MigrationState.OnHold, 4)]
    [InlineData(MigrationState.NeedsOperator, 4)]
    public async Task Status_State_DecidesTheExitCode(MigrationState state, int expected)
    {
        _server.OnJson($"GET {Route}", Statuses.Running with { State = state });

        Assert.Equal(expected, await _terminal.RunAsync("status", Statuses.Id));
    }

    [Fact]
    public async Task Status_Json_IsTheStatus()
    {
        await _terminal.RunAsync("status", Statuses.Id, "--json");

        Assert.Equal("waitingForApproval", JsonDocument.Parse(_terminal.Out).RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task StatusWatch_NoTerminal_PrintsOneLineAChange()
    {
        var calls = 0;
        _server.On($"GET {Route}", context => WriteAsync(context, Interlocked.Increment(ref calls) == 1 ? Statuses.Running : Statuses.CutOver));

        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("status", Statuses.Id, "--watch"));

        Assert.Matches(@"^\d\d:\d\d:\d\d orders: offline migration orders-1\n", _terminal.Out);
        Assert.Contains(" users are on the target\n", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusWatch_Terminal_DrawsTheView()
    {
        var terminal = new Terminal { IsTerminal = true };
        _server.OnJson($"GET {Route}", Statuses.Ended(MigrationState.RolledBack));

        Assert.Equal(ExitCodes.RolledBack, await terminal.RunAsync("status", Statuses.Id, "--watch", "--url", _server.Url));

        Assert.Contains("rolledBack", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusWatch_NoWait_EndsAtTheGate() =>
        Assert.Equal(ExitCodes.NeedsPerson, await _terminal.RunAsync("status", Statuses.Id, "--watch", "--no-wait"));

    [Fact]
    public async Task List_Pages_ShowsAll()
    {
        _server.On("GET /api/migrations", context => WriteAsync(context, context.Request.Query.ContainsKey("continuation")
            ? new MigrationPage([Statuses.CutOver], null)
            : new MigrationPage([Statuses.AtGate], "next")));

        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("list", "--workload", "orders"));

        Assert.Equal(
            """
            ID        WORKLOAD  STATE               STARTED               WHAT
            orders-1  orders    waitingForApproval  2026-12-05 22:00:00Z  waits at gate cutover
            orders-1  orders    cutOver             2026-12-05 22:00:00Z  Back up the source's data

            """.ReplaceLineEndings("\n"),
            _terminal.Out);
        Assert.Equal("GET /api/migrations?workload=orders&top=50", _server.Requests.First().Line);
    }

    [Fact]
    public async Task Report_Format_AsksForIt()
    {
        _server.On($"GET {Route}/report", context => context.Response.Body.WriteAsync("# Report\n"u8.ToArray()).AsTask());

        Assert.Equal(ExitCodes.Done, await _terminal.RunAsync("report", Statuses.Id, "--format", "html"));

        Assert.Equal("# Report\n", _terminal.Out);
        var request = Assert.Single(_server.Requests);
        Assert.Equal(($"GET {Route}/report?format=html", "text/html"), (request.Line, request.Headers.Accept.ToString()));
    }

    [Theory]
    [InlineData(401, ExitCodes.BadInput)]
    [InlineData(403, ExitCodes.BadInput)]
    [InlineData(409, ExitCodes.BadInput)]
    [InlineData(410, ExitCodes.BadInput)]
    [InlineData(500, ExitCodes.Failed)]
    [InlineData(503, ExitCodes.Failed)]
    public async Task Run_Refusal_IsSaidInPlainWords(int status, int expected)
    {
        _server.OnJson($"POST {Route}/pause", """{"title":"T","detail":"That is not possible.","remedy":"Do this."}""", status);

        Assert.Equal(expected, await _terminal.RunAsync("pause", Statuses.Id));

        Assert.Equal("That is not possible.\nDo this.\n", _terminal.Error);
        Assert.DoesNotContain("orc_secret", _terminal.Error + _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RefusalWithoutProblem_SaysTheStatus()
    {
        _server.On($"POST {Route}/pause", context =>
        {
            context.Response.StatusCode = 502;
            return context.Response.Body.WriteAsync("<html>Bad gateway"u8.ToArray()).AsTask();
        });

        Assert.Equal(ExitCodes.Failed, await _terminal.RunAsync("pause", Statuses.Id));

        Assert.Equal("The server answered 502.\n", _terminal.Error);
    }

    [Fact]
    public async Task Run_JsonRefusal_IsJson()
    {
        _server.OnJson($"POST {Route}/pause", """{"detail":"No.","remedy":"Do."}""", 409);

        await _terminal.RunAsync("pause", Statuses.Id, "--json");

        Assert.Equal("""{"error":"No.","remedy":"Do.","exitCode":2}""", _terminal.Error.Trim());
    }

    [Fact]
    public async Task Run_NoServer_SaysHowToStartOne()
    {
        Assert.Equal(ExitCodes.Failed, await _terminal.RunAsync("list", "--url", "http://127.0.0.1:1"));

        Assert.Equal("No server answers at http://127.0.0.1:1.\nStart one with 'orchestrator serve' (in a clone: './run serve'), or name another with --url or ORCHESTRATOR_URL.\n", _terminal.Error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("status")]
    [InlineData("reject orders-1 cutover")]
    [InlineData("report orders-1 --format pdf")]
    [InlineData("list --url ftp://x")]
    [InlineData("start /no/such/plan.yaml")]
    public async Task Run_WrongCommandLine_IsBadInput(string line) => Assert.Equal(ExitCodes.BadInput, await _terminal.RunAsync(line.Split(' ')));

    private static Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext context, object value) =>
        context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Core.Durability.DurableJson.Write(value)!)).AsTask();
}
