using System.Net;
using System.Net.WebSockets;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

public sealed class GatewayHostTests
{
    private const int Clients = 8;
    private const int Switches = 25;

    [Fact]
    public async Task Switch_UnderLoad_LosesAndDoublesNoRequest()
    {
        await using var rig = await GatewayRig.StartAsync();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => OrderUntilAsync(rig, client, stop.Token)).ToArray();

        for (var turn = 0; turn < Switches; turn++)
        {
            var before = (await rig.StatsAsync()) is var stats ? stats.Source.Forwarded + stats.Target.Forwarded : 0;
            await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()) is var now && now.Source.Forwarded + now.Target.Forwarded > before + Clients);
            await rig.SetAsync(turn % 2 == 0 ? Side.Target : Side.Source, isHeld: turn % 5 == 0);
            await rig.SetAsync(turn % 2 == 0 ? Side.Target : Side.Source);
        }

        await stop.CancelAsync();
        var acknowledged = (await Task.WhenAll(clients)).SelectMany(ids => ids).ToArray();
        Assert.NotEmpty(rig.Source.Orders);
        Assert.NotEmpty(rig.Target.Orders);
        Assert.Equal(acknowledged.Order(), rig.Source.Orders.Keys.Concat(rig.Target.Orders.Keys).Order());
        Assert.All(rig.Source.Orders.Concat(rig.Target.Orders), order => Assert.Equal(1, order.Value));
    }

    [Fact]
    public async Task Hold_ThenReleaseToTarget_WaitingRequestsReachTheTargetOnce()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.SetAsync(Side.Source, isHeld: true);
        var orders = Enumerable.Range(0, 50).Select(id => rig.OrderAsync($"{id}")).ToArray();
        await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()).Held == 50);

        await rig.SetAsync(Side.Target);

        Assert.All(await Task.WhenAll(orders), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Empty(rig.Source.Orders);
        Assert.Equal(50, rig.Target.Orders.Values.Sum());
    }

    [Fact]
    public async Task Hold_MoreThanMayWait_AreAskedToTryAgain()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { MaxHeld = 1 });
        await rig.SetAsync(Side.Source, isHeld: true);
        var first = rig.OrderAsync("first");
        await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()).Held == 1);

        using var second = await rig.OrderAsync("second");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        await rig.SetAsync(Side.Source);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
    }

    [Fact]
    public async Task Hold_LongerThanARequestWaits_IsAskedToTryAgain()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { MaxHold = TimeSpan.FromMilliseconds(50) });
        await rig.SetAsync(Side.Source, isHeld: true);

        using var answer = await rig.OrderAsync("late");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Empty(rig.Source.Orders);
        Assert.Equal(0, (await rig.StatsAsync()).Held);
    }

    [Fact]
    public async Task Hold_WriteInFlight_ReturnsAfterItAndNothingIsWrittenThen()
    {
        await using var rig = await GatewayRig.StartAsync();
        var brake = new TaskCompletionSource();
        rig.Source.Brake = brake.Task;
        var order = rig.OrderAsync("slow");
        await GatewayRig.EventuallyAsync(() => Task.FromResult(rig.Source.Working == 1));

        var holding = rig.SetAsync(Side.Source, isHeld: true);
        await GatewayRig.EventuallyAsync(async () => !(await rig.StatsAsync()).Open);
        var late = rig.OrderAsync("late");
        await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()).Held == 1);
        Assert.False(holding.IsCompleted);
        brake.SetResult();
        await holding;

        Assert.Equal(HttpStatusCode.OK, (await order).StatusCode);
        Assert.Equal(["slow"], rig.Source.Orders.Keys);
        await rig.SetAsync(Side.Target);
        await late;
        Assert.Equal(["late"], rig.Target.Orders.Keys);
    }

    [Fact]
    public async Task Hold_WriteThatDoesNotEnd_FailsAndFormerStateHolds()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        var brake = new TaskCompletionSource();
        rig.Source.Brake = brake.Task;
        var order = rig.OrderAsync("stuck");
        await GatewayRig.EventuallyAsync(() => Task.FromResult(rig.Source.Working == 1));

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.SetAsync(Side.Source, isHeld: true));

        Assert.True(error.IsTransient);
        Assert.Contains("1 request(s) were still in flight", error.Message, StringComparison.Ordinal);
        Assert.Equal(Side.Source, await rig.AskAsync(CancellationToken.None));
        brake.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await order).StatusCode);
    }

    [Fact]
    public async Task Hold_ReadThatDoesNotEnd_IsCut()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        var brake = new TaskCompletionSource();
        rig.Source.Brake = brake.Task;
        var read = rig.Client.GetAsync(new Uri(rig.Address, "/slow"));
        await GatewayRig.EventuallyAsync(() => Task.FromResult(rig.Source.Working == 1));

        await rig.SetAsync(Side.Source, isHeld: true);

        await Assert.ThrowsAsync<HttpRequestException>(() => read);
        brake.SetResult();
    }

    [Fact]
    public async Task Socket_Echoes_AndIsCutByASwitch()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(rig.Address) { Scheme = "ws", Path = "/socket" }.Uri, CancellationToken.None);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[16];
        var echoed = await socket.ReceiveAsync(buffer, CancellationToken.None);

        await rig.SetAsync(Side.Target);

        Assert.Equal("hello"u8.ToArray(), buffer[..echoed.Count]);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(buffer, CancellationToken.None));
    }

    [Fact]
    public async Task Forward_LargeBody_StreamsBothWays()
    {
        const long sizeBytes = 64L * 1024 * 1024;
        await using var rig = await GatewayRig.StartAsync();
        using var content = new StreamContent(new ZeroStream(sizeBytes));

        using var measured = await rig.Client.PostAsync(new Uri(rig.Address, "/measure"), content);
        await using var body = await rig.Client.GetStreamAsync(new Uri(rig.Address, $"/zeros/{sizeBytes}"));

        Assert.Equal($"{sizeBytes}", await measured.Content.ReadAsStringAsync());
        Assert.Equal(sizeBytes, await ZeroStream.CountAsync(body));
    }

    [Fact]
    public async Task Forward_SideIsDown_SaysSoAndKeepsServing()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.Source.DisposeAsync();

        using var answer = await rig.OrderAsync("lost");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("The source does not answer.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Orchestrator-Side"));
        await rig.SetAsync(Side.Target);
        Assert.Equal(Side.Target, await rig.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Forward_SideNamesItself_GatewayNamesIt()
    {
        await using var rig = await GatewayRig.StartAsync();

        using var answer = await rig.Client.GetAsync(new Uri(rig.Address, "/spoof"));

        Assert.Equal(["source"], answer.Headers.GetValues("X-Orchestrator-Side"));
    }

    [Fact]
    public async Task Forward_AnyRequest_SideLearnsWhoAsked()
    {
        await using var rig = await GatewayRig.StartAsync();

        await rig.AskAsync(CancellationToken.None);

        Assert.Equal("127.0.0.1", rig.Source.LastForwardedFor);
    }

    [Fact]
    public async Task Stop_RequestsWait_AreAskedToTryAgain()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.SetAsync(Side.Source, isHeld: true);
        var order = rig.OrderAsync("waiting");
        await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()).Held == 1);

        await rig.StopRouterAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await order).StatusCode);
    }

    private static async Task<List<string>> OrderUntilAsync(GatewayRig rig, int client, CancellationToken stop)
    {
        var acknowledged = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            var id = $"{client}-{acknowledged.Count}";
            using var answer = await rig.OrderAsync(id);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            acknowledged.Add(id);
        }

        return acknowledged;
    }
}
