using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Api.Tests.Durable;

public sealed class DurableEndpointsTests : IAsyncLifetime
{
    private const string Base = "/runtime/webhooks/durabletask";
    private ApiServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _client = _server.ClientOf();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Start_KnownName_Answers202WithTheAddressesAndNoKey()
    {
        using var response = await _client.PostAsync($"{Base}/orchestrators/Wait/w1", null);
        var body = await response.ReadJsonAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("10", response.Headers.RetryAfter?.ToString());
        Assert.Equal($"http://localhost{Base}/instances/w1", response.Headers.Location?.ToString());
        Assert.Equal("w1", body.Text("id"));
        Assert.Equal($"http://localhost{Base}/instances/w1", body.Text("statusQueryGetUri"));
        Assert.Equal($"http://localhost{Base}/instances/w1/raiseEvent/{{eventName}}", body.Text("sendEventPostUri"));
        Assert.Equal($"http://localhost{Base}/instances/w1/terminate?reason={{text}}", body.Text("terminatePostUri"));
    }

    [Fact]
    public async Task Start_KeyInTheQuery_GivesItBackSoThatTheAddressesCanBeFollowed()
    {
        var key = _server.KeyOf["admin"];
        var client = _server.ClientOf(null);
        using var response = await client.PostAsync($"{Base}/orchestrators/Wait?code={key}", null);

        using var status = await client.GetAsync((await response.ReadJsonAsync()).Text("statusQueryGetUri"));

        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
    }

    [Fact]
    public async Task Start_WithTimeout_AnswersWithTheResult()
    {
        using var response = await _client.PostAsync($"{Base}/orchestrators/Greet/g1?timeout=20", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("HELLO", (await response.ReadJsonAsync()).Text("output"));
    }

    [Theory]
    [InlineData("/orchestrators/Unknown", null, HttpStatusCode.BadRequest)]
    [InlineData("/orchestrators/Wait/@id", null, HttpStatusCode.BadRequest)]
    [InlineData("/orchestrators/Wait/x?timeout=soon", null, HttpStatusCode.BadRequest)]
    [InlineData("/orchestrators/Wait", "{", HttpStatusCode.BadRequest)]
    [InlineData("/orchestrators/Wait/taken", null, HttpStatusCode.Conflict)]
    [InlineData("/orchestrators/offlinemigration", "{}", HttpStatusCode.Forbidden)]
    [InlineData("/instances/taken/raiseEvent/go", "{", HttpStatusCode.BadRequest)]
    [InlineData("/instances/none/raiseEvent/go", "1", HttpStatusCode.NotFound)]
    [InlineData("/instances/ended/raiseEvent/go", "1", HttpStatusCode.Gone)]
    [InlineData("/instances/taken/raiseEvent/other", "1", HttpStatusCode.Accepted)]
    [InlineData("/instances/none/terminate", null, HttpStatusCode.NotFound)]
    [InlineData("/instances/ended/terminate", null, HttpStatusCode.Gone)]
    [InlineData("/instances/taken/terminate?reason=test", null, HttpStatusCode.Accepted)]
    [InlineData("/instances/none/suspend", null, HttpStatusCode.NotFound)]
    [InlineData("/instances/ended/suspend", null, HttpStatusCode.Gone)]
    [InlineData("/instances/taken/suspend", null, HttpStatusCode.Accepted)]
    [InlineData("/instances/none/resume", null, HttpStatusCode.NotFound)]
    [InlineData("/instances/ended/resume", null, HttpStatusCode.Gone)]
    [InlineData("/instances/taken/resume", null, HttpStatusCode.Accepted)]
    [InlineData("/instances/taken/rewind", null, HttpStatusCode.NotImplemented)]
    [InlineData("/instances/taken/restart", null, HttpStatusCode.NotImplemented)]
    public async Task Command_InEachState_AnswersAsTheOriginalDoes(string path, string? body, HttpStatusCode expected)
    {
        await StartTwoAsync();

        using var response = await _client.PostAsync(Base + path, body is null ? null : Json.Body(body));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/instances/none", HttpStatusCode.NotFound)]
    [InlineData("/instances/taken", HttpStatusCode.Accepted)]
    [InlineData("/instances/ended", HttpStatusCode.OK)]
    [InlineData("/instances/failed", HttpStatusCode.OK)]
    [InlineData("/instances/failed?returnInternalServerErrorOnFailure=true", HttpStatusCode.InternalServerError)]
    [InlineData("/instances/taken?showInput=maybe", HttpStatusCode.BadRequest)]
    [InlineData("/instances?runtimeStatus=Running,Completed&top=5&createdTimeFrom=2020-01-01T00:00:00Z", HttpStatusCode.OK)]
    [InlineData("/instances?runtimeStatus=Flying", HttpStatusCode.BadRequest)]
    [InlineData("/instances?runtimeStatus=99", HttpStatusCode.BadRequest)]
    [InlineData("/instances?createdTimeFrom=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/instances?top=0", HttpStatusCode.BadRequest)]
    [InlineData("/instances?top=-1", HttpStatusCode.BadRequest)]
    public async Task Question_InEachState_AnswersAsTheOriginalDoes(string path, HttpStatusCode expected)
    {
        await StartTwoAsync();
        await _client.PostAsync($"{Base}/orchestrators/Fail/failed", null);
        await _server.Engine.WaitForCompletionAsync("failed");

        using var response = await _client.GetAsync(Base + path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Get_EndedInstance_HasTheOriginalsMembers()
    {
        await StartTwoAsync();

        var body = await _client.GetStringAsync($"{Base}/instances/ended?showHistory=true&showHistoryOutput=true");
        var instance = JsonNode.Parse(body)!.AsObject();

        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime", "historyEvents"],
            instance.Select(member => member.Key));
        Assert.Equal("Completed", instance.Text("runtimeStatus"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", instance.Text("createdTime"));
        var events = instance["historyEvents"]!.AsArray().Select(item => item!.Text("EventType")).ToList();
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"], events);
        Assert.Equal("Shout", instance["historyEvents"]![1]!.Text("FunctionName"));
        Assert.Equal("HELLO", instance["historyEvents"]![1]!.Text("Result"));
    }

    [Fact]
    public async Task List_MoreThanAPage_ContinuesWithTheTokenOfTheHeader()
    {
        for (var number = 0; number < 5; number++)
            await _client.PostAsync($"{Base}/orchestrators/Wait/many{number}", null);
        var ids = new List<string?>();
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Base}/instances?top=2&instanceIdPrefix=many");
            if (token is not null)
                request.Headers.Add("x-ms-continuation-token", token);
            using var response = await _client.SendAsync(request);
            ids.AddRange((await response.ReadJsonAsync()).AsArray().Select(instance => instance!.Text("instanceId")));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var tokens) ? tokens.Single() : null;
        }
        while (token is not null);

        Assert.Equal(["many4", "many3", "many2", "many1", "many0"], ids);
    }

    [Fact]
    public async Task List_TokenThatNobodyGave_Answers400()
    {
        _client.DefaultRequestHeaders.Add("x-ms-continuation-token", "!");

        using var response = await _client.GetAsync($"{Base}/instances");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/instances/ended", HttpStatusCode.OK)]
    [InlineData("/instances/taken", HttpStatusCode.Conflict)]
    [InlineData("/instances/none", HttpStatusCode.NotFound)]
    [InlineData("/instances", HttpStatusCode.BadRequest)]
    [InlineData("/instances?createdTimeFrom=2020-01-01", HttpStatusCode.OK)]
    [InlineData("/instances?createdTimeFrom=2120-01-01", HttpStatusCode.NotFound)]
    public async Task Purge_InEachState_AnswersAsTheOriginalDoes(string path, HttpStatusCode expected)
    {
        await StartTwoAsync();

        using var response = await _client.DeleteAsync(Base + path);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK)
            Assert.Equal("""{"instancesDeleted":1}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task RaiseEvent_WithPayload_ReachesTheInstance()
    {
        await _client.PostAsync($"{Base}/orchestrators/Wait/w1", null);

        await _client.PostAsync($"{Base}/instances/w1/raiseEvent/GO", Json.Body("""{"a":[1,"b",null]}"""));

        var instance = await _server.Engine.WaitForCompletionAsync("w1").WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("""{"a":[1,"b",null]}""", instance.OutputJson);
    }

    [Fact]
    public async Task RaiseEvent_LongerThanAMebibyte_Answers413()
    {
        await _client.PostAsync($"{Base}/orchestrators/Wait/w1", null);

        using var response = await _client.PostAsync($"{Base}/instances/w1/raiseEvent/go", Json.Body($"\"{new string('x', 1024 * 1024)}\""));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Terminate_Running_SaysThatNoUndoRuns()
    {
        await _client.PostAsync($"{Base}/orchestrators/Wait/w1", null);

        using var response = await _client.PostAsync($"{Base}/instances/w1/terminate?reason=test", null);

        Assert.Contains("No undo runs", (await response.ReadJsonAsync()).Text("message"), StringComparison.Ordinal);
    }

    private async Task StartTwoAsync()
    {
        await _client.PostAsync($"{Base}/orchestrators/Wait/taken", null);
        await _client.PostAsync($"{Base}/orchestrators/Greet/ended", null);
        await _server.Engine.WaitForCompletionAsync("ended").WaitAsync(TimeSpan.FromSeconds(20));
    }
}
