using Azure.Core;
using Azure.Core.Pipeline;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class FaultTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Networks = "?api-version=2023-05-01";
    private const string Body = """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}""";

    private string Network => $"{Group}/providers/Microsoft.Network/virtualNetworks/net";

    [Fact]
    public async Task Throttle_ForItsTimes_AnswersRetryAfterAndDoesNothing()
    {
        Server.Faults.Add("PUT", "/virtualNetworks/", 2, Fault.Throttle(TimeSpan.FromSeconds(17)));
        var refused = await PutAsync(Network + Networks, Body);
        Assert.Equal((429, "17"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Null(Server.Find(Network));
        Assert.Equal(429, (await PutAsync(Network + Networks, Body)).Status);
        Assert.Equal(201, (await PutAsync(Network + Networks, Body)).Status);
        Assert.Equal(2, Server.Faults.Struck.Count);
    }

    [Fact]
    public async Task Answers_OfEveryKind_ComeInTheirOrder()
    {
        Server.Faults.Add("*", "/virtualNetworks/", 1, Fault.Conflict());
        Server.Faults.Add("*", "/virtualNetworks/", 1, Fault.PreconditionFailed());
        Server.Faults.Add("*", "/virtualNetworks/", 1, Fault.ServerError(500));
        Assert.Equal([409, 412, 500, 404], (await StatusesAsync()).Take(4));
    }

    [Fact]
    public async Task DropBefore_TheRequest_HasNoEffect()
    {
        Server.Faults.Add("PUT", "/virtualNetworks/", 1, Fault.DropBefore);
        await Assert.ThrowsAsync<HttpRequestException>(() => PutAsync(Network + Networks, Body));
        Assert.Null(Server.Find(Network));
    }

    [Fact]
    public async Task DropAfter_TheEffect_HasHappened()
    {
        Server.Faults.Add("PUT", "/virtualNetworks/", 1, Fault.DropAfter);
        await Assert.ThrowsAsync<HttpRequestException>(() => PutAsync(Network + Networks, Body));
        Assert.NotNull(Server.Find(Network));
        Assert.Single(Server.OperationsStarted);
    }

    [Fact]
    public async Task OperationFails_AfterPolls_LeavesAFailedResource()
    {
        Server.Faults.Add("PUT", "/virtualNetworks/", 1, Fault.OperationFails("AllocationFailed", afterPolls: 3));
        var started = await PutAsync(Network + Networks, Body);
        var status = started.Headers["Azure-AsyncOperation"];
        Assert.Equal("1", started.Headers["Retry-After"]);
        Assert.Equal("InProgress", (await GetAsync(status))["status"]!.GetValue<string>());
        Assert.Equal("InProgress", (await GetAsync(status))["status"]!.GetValue<string>());
        Assert.Equal("AllocationFailed", (await GetAsync(status))["error", "code"]!.GetValue<string>());
        Assert.Equal("Failed", (await GetAsync(Network + Networks))["properties", "provisioningState"]!.GetValue<string>());
        await SucceedAsync("PUT", Network + Networks, Body);
    }

    [Fact]
    public async Task Random_SameSeed_StrikesTheSame()
    {
        Server.Faults.Random(7, 0.5, Fault.ServerError());
        var first = await StatusesAsync();
        Server.Faults.Random(7, 0.5, Fault.ServerError());
        Assert.Equal(first, await StatusesAsync());
        Assert.Contains(503, first);
        Assert.Contains(404, first);
        Server.Faults.Clear();
        Assert.Equal(404, (await GetAsync(Network + Networks)).Status);
    }

    [Fact]
    public async Task Random_AtItsWorst_LetsEveryFourthThrough()
    {
        Server.Faults.Random(1, 1.0, Fault.ServerError());
        Assert.Equal([503, 503, 503, 404], (await StatusesAsync()).Take(4));
    }

    [Fact]
    public async Task ExpireTokens_Always_AnswersUnauthorizedUntilANewOneIsFetched()
    {
        Server.ExpireTokens();
        var refused = await GetAsync(Network + Networks);
        Assert.Equal(401, refused.Status);
        Assert.Contains("Bearer", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        await SignInAsync();
        Assert.Equal(404, (await GetAsync(Network + Networks)).Status);
    }

    [Fact]
    public async Task ExpireTokens_UnderAzureCore_MakesItFetchANewOne()
    {
        using var transport = new HttpClientTransport(Server.CreateHandler());
        var pipeline = HttpPipelineBuilder.Build(
            new PlainOptions { Transport = transport }, new BearerTokenAuthenticationPolicy(Server.Credential, "https://management.azure.com/.default"));
        Assert.Equal(404, await StatusAsync(pipeline));
        var fetched = Server.Credential.Fetched;
        Server.ExpireTokens();
        Assert.Equal(404, await StatusAsync(pipeline));
        Assert.Equal(fetched + 1, Server.Credential.Fetched);
    }

    private async Task<int> StatusAsync(HttpPipeline pipeline)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new Uri(Server.Endpoint, Network + Networks));
        await pipeline.SendAsync(message, default);
        return message.Response.Status;
    }

    private async Task<IReadOnlyList<int>> StatusesAsync()
    {
        var statuses = new List<int>();
        for (var request = 0; request < 20; request++)
            statuses.Add((await GetAsync(Network + Networks)).Status);
        return statuses;
    }

    private sealed class PlainOptions : ClientOptions;
}
