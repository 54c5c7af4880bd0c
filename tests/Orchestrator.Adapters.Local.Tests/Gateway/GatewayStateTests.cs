using System.Net;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

public sealed class GatewayStateTests
{
    [Fact]
    public async Task Start_HeldBefore_RequestsWaitStill()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.SetAsync(Side.Target, isHeld: true);

        await rig.StopRouterAsync();
        await rig.StartRouterAsync();
        var order = rig.OrderAsync("waits");
        await GatewayRig.EventuallyAsync(async () => (await rig.StatsAsync()).Held == 1);

        await rig.SetAsync(Side.Target);
        Assert.Equal(HttpStatusCode.OK, (await order).StatusCode);
        Assert.Equal(["waits"], rig.Target.Orders.Keys);
    }

    [Theory]
    [InlineData(false, Side.Source)]
    [InlineData(true, Side.Target)]
    public async Task Start_KilledWhileChanging_StateIsTheFormerOrTheNewOne(bool afterWrite, Side expected)
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.StopRouterAsync();
        await rig.StartRouterAsync(new DyingStore(new GatewayStateFile(rig.StateFile), afterWrite));
        await Assert.ThrowsAsync<AdapterException>(() => rig.SetAsync(Side.Target));

        await rig.StopRouterAsync();
        await rig.StartRouterAsync();

        Assert.Equal(expected, await rig.AskAsync(CancellationToken.None));
        await rig.SetAsync(Side.Target);
        Assert.Equal(Side.Target, await rig.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Set_StateCannotBeWritten_FormerStateHolds()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.StopRouterAsync();
        await rig.StartRouterAsync(new DyingStore(new GatewayStateFile(rig.StateFile), afterWrite: false));

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.SetAsync(Side.Target, isHeld: true));

        Assert.Contains(DyingStore.Reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(Side.Source, await rig.AskAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"side":"moon","held":false}""")]
    public async Task Start_StateFileIsDamaged_IsRefusedRatherThanGuessed(string text)
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.StopRouterAsync();
        await File.WriteAllTextAsync(rig.StateFile, text);

        var error = await Assert.ThrowsAsync<AdapterException>(rig.StartRouterAsync);

        Assert.Contains(rig.StateFile, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Start_HalfWrittenNewStateIsLeftOver_IsIgnored()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.SetAsync(Side.Target);
        await rig.StopRouterAsync();
        await File.WriteAllTextAsync(rig.StateFile + ".new", "{\"si");

        await rig.StartRouterAsync();

        Assert.Equal(Side.Target, await rig.AskAsync(CancellationToken.None));
    }

    private sealed class DyingStore(IGatewayStore inner, bool afterWrite) : IGatewayStore
    {
        public const string Reason = "No space left on device";

        private int _writes;

        public GatewayState Read() => inner.Read();

        public void Write(GatewayState state)
        {
            var isStart = _writes++ == 0;
            if (isStart || afterWrite)
                inner.Write(state);
            if (!isStart)
                throw new IOException(Reason);
        }
    }
}
