using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

public sealed class GatewayTrafficAdapterTests
{
    [Fact]
    public async Task GetAsync_WrongKey_IsFinalAndDoesNotShowIt()
    {
        await using var rig = await GatewayRig.StartAsync();
        var spec = GatewayRig.NewSpec(new { admin = rig.Admin, key = "s3cret", address = rig.Address });

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Adapter.GetAsync(spec, rig.Scope, CancellationToken.None));

        Assert.False(error.IsTransient);
        Assert.Contains("traffic.key", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NotAGateway_IsFinal()
    {
        await using var rig = await GatewayRig.StartAsync();
        var spec = GatewayRig.NewSpec(new { admin = rig.Source.Address, key = "any", address = rig.Address });

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Adapter.GetAsync(spec, rig.Scope, CancellationToken.None));

        Assert.False(error.IsTransient);
        Assert.Contains("traffic.admin", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmAsync_GatewayIsDown_IsTransient()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.StopRouterAsync();

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Adapter.ConfirmAsync(rig.Spec, Side.Source, rig.Scope, CancellationToken.None));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task ConfirmAsync_PathFails_Throws()
    {
        await using var rig = await GatewayRig.StartAsync();
        var spec = GatewayRig.NewSpec(new { admin = rig.Admin, key = $"file:{rig.KeyFile}", address = rig.Address, confirmPath = "/missing" });

        var error = await Assert.ThrowsAsync<AdapterException>(() => rig.Adapter.ConfirmAsync(spec, Side.Source, rig.Scope, CancellationToken.None));

        Assert.Contains("was answered 404 by source", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_PlanSaysHowLongToHold_GatewayKeepsIt()
    {
        await using var rig = await GatewayRig.StartAsync();
        var spec = GatewayRig.NewSpec(new { admin = rig.Admin, key = $"file:{rig.KeyFile}", address = rig.Address, maxHold = "PT2M" });

        await rig.Adapter.SetAsync(spec, new TrafficState(Side.Source, IsHeld: true), rig.Scope, CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(2), (await rig.AdminAsync<GatewayState>("/state"))!.MaxHold);
    }

    [Fact]
    public void GatewayOptions_Defaults_AreThese()
    {
        var any = new Uri("http://127.0.0.1:0");
        var options = new GatewayOptions { Listen = any, Admin = any, StateFile = "state.json", Source = any, Target = any };

        Assert.Equal(TimeSpan.FromSeconds(30), options.MaxHold);
        Assert.Equal(1_000, options.MaxHeld);
        Assert.Equal(TimeSpan.FromSeconds(30), options.DrainTimeout);
        Assert.Equal("X-Orchestrator-Side", options.SideHeader);
        Assert.Equal("state.json.key", options.KeyFile);
        Assert.False(options.AllowRemoteAdmin);
    }

    [Fact]
    public void Validate_AdminOnTheNetwork_IsRefusedUnlessAllowed()
    {
        var any = new Uri("http://127.0.0.1:0");
        var options = new GatewayOptions { Listen = any, Admin = new Uri("http://10.0.0.1:1"), StateFile = "s", Source = any, Target = any };

        Assert.Throws<ArgumentException>(options.Validate);
        (options with { AllowRemoteAdmin = true }).Validate();
    }
}
