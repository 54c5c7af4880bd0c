using System.Net;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

public sealed class GatewayAdminTests
{
    [Theory]
    [InlineData("/state")]
    [InlineData("/stats")]
    public async Task Get_WithoutKey_IsUnauthorized(string path)
    {
        await using var rig = await GatewayRig.StartAsync();

        using var answer = await rig.Client.GetAsync(new Uri(rig.Admin, path));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Start_FirstTime_KeyIsReadableByItsOwnerOnly()
    {
        await using var rig = await GatewayRig.StartAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.KeyFile));
    }

    [Fact]
    public async Task Start_Again_KeyStays()
    {
        await using var rig = await GatewayRig.StartAsync();
        var key = await File.ReadAllTextAsync(rig.KeyFile);

        await rig.StopRouterAsync();
        await rig.StartRouterAsync();

        Assert.Equal(key, await File.ReadAllTextAsync(rig.KeyFile));
    }

    [Fact]
    public async Task PutState_CurrentRevision_ChangesAndTellsTheNext()
    {
        await using var rig = await GatewayRig.StartAsync();

        using var answer = await rig.SendAdminAsync(HttpMethod.Put, "/state", new { side = "target", held = false }, "\"0\"");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task PutState_FormerRevision_IsRefusedAndNothingChanges()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.SetAsync(Side.Target);

        using var answer = await rig.SendAdminAsync(HttpMethod.Put, "/state", new { side = "source", held = true }, "\"0\"");

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal(Side.Target, await rig.AskAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"side":"moon","held":false}""")]
    [InlineData("""{"held":false}""")]
    [InlineData("""{"side":"source","held":true,"maxHold":"-PT1S"}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task PutState_BadBody_IsBadRequest(string body)
    {
        await using var rig = await GatewayRig.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(rig.Admin, "/state"));
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(rig.KeyFile)).Trim());
        request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

        using var answer = await rig.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task PutState_ManyAtOnce_EachIsARevision()
    {
        await using var rig = await GatewayRig.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(turn =>
            rig.SendAdminAsync(HttpMethod.Put, "/state", new { side = turn % 2 == 0 ? "target" : "source", held = false })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var state = (await rig.AdminAsync<GatewayState>("/state"))!;
        Assert.Equal(state.Side, await rig.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task GetStats_AfterRequests_CountsThemBySide()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.AskAsync(CancellationToken.None);
        await rig.SetAsync(Side.Target);
        await rig.AskAsync(CancellationToken.None);
        await rig.Target.DisposeAsync();
        using var failed = await rig.OrderAsync("failed");

        var stats = await rig.StatsAsync();

        Assert.Equal(new GatewayStatsView(Open: true, InFlight: 0, Held: 0, Refused: 0, new SideStatsView(1, 0), new SideStatsView(2, 1)), stats);
    }
}
