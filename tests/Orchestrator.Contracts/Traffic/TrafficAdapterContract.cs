using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Contracts.Traffic;

/// <summary>What every traffic adapter keeps to.</summary>
public abstract class TrafficAdapterContract : IAsyncLifetime
{
    private readonly CancellationToken _bound = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;
    private TrafficRig _rig = null!;

    protected abstract Task<TrafficRig> StartAsync();

    public async Task InitializeAsync() => _rig = await StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData(Side.Source, false)]
    [InlineData(Side.Source, true)]
    [InlineData(Side.Target, false)]
    [InlineData(Side.Target, true)]
    public async Task SetAsync_AnyState_IsInForce(Side side, bool isHeld)
    {
        await SetAsync(side, isHeld);

        Assert.Equal(new TrafficState(side, isHeld && _rig.Adapter.CanHold), await GetAsync());
    }

    [Theory]
    [InlineData(Side.Source)]
    [InlineData(Side.Target)]
    public async Task SetAsync_Twice_HasTheEffectOfOnce(Side side)
    {
        await SetAsync(side);
        await SetAsync(side);

        Assert.Equal(new TrafficState(side, IsHeld: false), await GetAsync());
        Assert.Equal(side, await _rig.AskAsync(_bound));
    }

    [Fact]
    public async Task SetAsync_ThereAndBack_UsersReachTheSource()
    {
        await SetAsync(Side.Target);
        await SetAsync(Side.Source);

        Assert.Equal(Side.Source, await _rig.AskAsync(_bound));
    }

    [Theory]
    [InlineData(Side.Source, true)]
    [InlineData(Side.Target, false)]
    public async Task SetAsync_RouterRestarts_StateHolds(Side side, bool isHeld)
    {
        await SetAsync(side, isHeld);

        await _rig.StopRouterAsync();
        await _rig.StartRouterAsync();

        Assert.Equal(new TrafficState(side, isHeld && _rig.Adapter.CanHold), await GetAsync());
    }

    [Fact]
    public async Task SetAsync_RouterIsDown_IsTransientAndSaysWhatToDo()
    {
        await _rig.StopRouterAsync();

        var error = await Assert.ThrowsAsync<AdapterException>(() => SetAsync(Side.Target));

        Assert.True(error.IsTransient);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task SetAsync_Cancelled_ThrowsAndFormerStateHolds()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _rig.Adapter.SetAsync(_rig.Spec, new TrafficState(Side.Target, IsHeld: false), _rig.Scope, new CancellationToken(canceled: true)));

        Assert.Equal(new TrafficState(Side.Source, IsHeld: false), await GetAsync());
    }

    [Theory]
    [InlineData(Side.Source)]
    [InlineData(Side.Target)]
    public async Task ConfirmAsync_SideInForce_TellsWhatWasSeen(Side side)
    {
        await SetAsync(side);

        Assert.NotEmpty(await _rig.Adapter.ConfirmAsync(_rig.Spec, side, _rig.Scope, _bound));
    }

    [Theory]
    [InlineData(Side.Source, Side.Target)]
    [InlineData(Side.Target, Side.Source)]
    public async Task ConfirmAsync_OtherSide_Throws(Side inForce, Side expected)
    {
        await SetAsync(inForce);

        await Assert.ThrowsAsync<AdapterException>(() => _rig.Adapter.ConfirmAsync(_rig.Spec, expected, _rig.Scope, _bound));
    }

    [Fact]
    public async Task SetAsync_HeldThenReleasedToTheOtherSide_WaitingUserReachesThatSide()
    {
        if (!_rig.Adapter.CanHold)
            return;
        await SetAsync(Side.Source, isHeld: true);
        var asking = _rig.AskAsync(_bound);

        await SetAsync(Side.Target, isHeld: true);
        await SetAsync(Side.Target);

        Assert.Equal(Side.Target, await asking);
    }

    private Task SetAsync(Side side, bool isHeld = false) =>
        _rig.Adapter.SetAsync(_rig.Spec, new TrafficState(side, isHeld), _rig.Scope, _bound);

    private Task<TrafficState> GetAsync() => _rig.Adapter.GetAsync(_rig.Spec, _rig.Scope, _bound);
}
