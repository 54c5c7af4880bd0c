using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.TrafficManager;

[Collection(AzureTraffic.Name)]
public sealed class TrafficManagerTrafficAdapterTests(ArmJudge judge) : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private TrafficManagerRig _rig = null!;
    private string _former = "";

    public async Task InitializeAsync()
    {
        _rig = await TrafficManagerRig.StartAsync(judge);
        _former = _rig.Seen;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task SetAsync_InStages_ShiftsWithAPauseBetween()
    {
        _rig.Shift = [1, 10, 50, 100];
        foreach (var weight in (int[])[10, 100, 500])
        {
            Assert.Equal(Pause, await _rig.LookAsync());
            Assert.Equal((1000 - weight, weight), (_rig.Share("datacenter").Weight, _rig.Share("azure").Weight));
            Assert.Equal(Side.Target, (await _rig.Adapter.GetAsync(_rig.Spec, _rig.Scope, default)).Side);
            _rig.Time.Advance(Pause);
        }

        Assert.Equal(TimeSpan.Zero, await _rig.LookAsync());
        Assert.Equal((false, true), (_rig.Share("datacenter").IsEnabled, _rig.Share("azure").IsEnabled));
        Assert.Equal(4, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_RunAgainInAStage_GoesOnAtThatStage()
    {
        _rig.Shift = [10, 100];
        await _rig.LookAsync();
        _rig.Time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(TimeSpan.FromMinutes(6), await _rig.LookAsync());
        Assert.Equal(1, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_KilledBeforeTheWrite_WritesTheStageAtTheNextRun()
    {
        _rig.Shift = [10, 50, 100];
        await _rig.LookAsync();
        _rig.Time.Advance(Pause);
        _rig.Server.Faults.Add("PUT", "orders", 3, Fault.DropBefore); // as many as are sent
        await Assert.ThrowsAsync<AdapterException>(_rig.LookAsync);
        Assert.Equal(100, _rig.Share("azure").Weight);

        Assert.Equal(Pause, await _rig.LookAsync());

        Assert.Equal(500, _rig.Share("azure").Weight);
    }

    [Theory]
    [InlineData("Degraded")]
    [InlineData("Stopped")]
    [InlineData("Inactive")]
    public async Task SetAsync_MonitorFindsTheTargetBadInAStage_GoesBackToTheFormerWeights(string status)
    {
        _rig.Shift = [10, 100];
        await _rig.LookAsync();
        _rig.Time.Advance(Pause);
        _rig.Change(target => target["endpointMonitorStatus"] = status, endpoint: 1);

        var error = await Assert.ThrowsAsync<AdapterException>(_rig.LookAsync);

        Assert.Contains($"the monitor finds the endpoint azure {status}", error.Problem, StringComparison.Ordinal);
        Assert.Equal(_former, _rig.Seen);
    }

    [Fact]
    public async Task SetAsync_MonitorHasNotLookedYetInAStage_WaitsForItBeforeTheNext()
    {
        _rig.Shift = [10, 50, 100];
        await _rig.LookAsync();
        _rig.Time.Advance(Pause);
        _rig.Change(target => target["endpointMonitorStatus"] = "CheckingEndpoint", endpoint: 1);
        _rig.Server.SeedMonitorLooks(_rig.Id, looks: 5);

        Assert.Equal(TimeSpan.FromSeconds(10), await _rig.LookAsync());
        Assert.Equal(100, _rig.Share("azure").Weight);
        await _rig.LookAsync();

        Assert.Equal(500, _rig.Share("azure").Weight);
    }

    [Fact]
    public async Task ConfirmAsync_MonitorHasNotLookedYet_IsPendingAndThenConfirmed()
    {
        await _rig.SetAsync(Side.Target);
        _rig.Change(target => target["endpointMonitorStatus"] = "CheckingEndpoint", endpoint: 1);

        await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Kind.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default));

        Assert.Contains("Online", await _rig.Kind.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmAsync_EndpointIsServedAlways_NeedsNoMonitor()
    {
        await _rig.SetAsync(Side.Target);
        _rig.Change(target => target["endpointMonitorStatus"] = "Unmonitored", endpoint: 1);

        Assert.Contains("Unmonitored", await _rig.Kind.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_CheckDoesNotHold_GoesBackToTheFormerWeights()
    {
        _rig.Shift = [1, 100];
        await _rig.LookAsync();
        _rig.Time.Advance(Pause);
        _rig.World.FailingChecks.Enqueue("status 500");

        var error = await Assert.ThrowsAsync<AdapterException>(_rig.LookAsync);

        Assert.False(error.IsTransient);
        Assert.Contains("with 1 % of the users a check did not hold", error.Problem, StringComparison.Ordinal);
        Assert.Equal(_former, _rig.Seen);
        Assert.Equal(Pause, await _rig.LookAsync());
        Assert.Equal(10, _rig.Share("azure").Weight);
    }

    [Fact]
    public async Task SetAsync_UndoInTheMiddleAndTwice_RestoresExactly()
    {
        _rig.Shift = [1, 10, 100];
        await _rig.LookAsync();

        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, _rig.Seen);
        Assert.Equal(2, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_UndoWithoutDo_WritesNothing()
    {
        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(0, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_ByPriority_SwapsThePriorities()
    {
        await using var rig = await TrafficManagerRig.StartAsync(judge, "Priority");
        var former = rig.Seen;
        await rig.SetAsync(Side.Target);
        Assert.Equal((2, 1), (rig.Share("datacenter").Priority, rig.Share("azure").Priority));

        await rig.SetAsync(Side.Source);

        Assert.Equal(former, rig.Seen);
    }

    [Fact]
    public async Task SetAsync_ByPriorityInStages_IsRefused()
    {
        await using var rig = await TrafficManagerRig.StartAsync(judge, "Priority");
        rig.Shift = [10, 100];

        Assert.Contains("knows no shares", (await Assert.ThrowsAsync<AdapterException>(() => rig.SetAsync(Side.Target))).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 50)]
    [InlineData(50, 10, 100)]
    [InlineData(0, 100)]
    public async Task SetAsync_StagesCannotBe_IsRefused(params int[] shift)
    {
        _rig.Shift = shift;

        Assert.Contains("traffic.shift", (await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangedIt_ShowsBothAndChangesNothing()
    {
        _rig.Shift = [10, 100];
        await _rig.LookAsync();
        _rig.Change(source => source["weight"] = 333);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Source));

        Assert.False(error.IsTransient);
        Assert.Contains("weight 333", error.Problem, StringComparison.Ordinal);
        Assert.Contains("weight 900", error.Problem, StringComparison.Ordinal);
        Assert.Equal(333, _rig.Share("datacenter").Weight);
    }

    [Fact]
    public async Task SetAsync_AnswerIsLost_IsTakenAsDone()
    {
        _rig.Server.Faults.Add("PUT", "orders", 1, Fault.DropAfter);
        _rig.Server.ExpireTokens();

        await _rig.SetAsync(Side.Target);

        Assert.Equal(1, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_BusyOrThrottled_IsPending()
    {
        _rig.Server.Faults.Add("PUT", "orders", 1, Fault.Conflict());
        _rig.Server.Faults.Add("GET", "orders", 1, Fault.Throttle(TimeSpan.FromSeconds(45)));

        Assert.Equal(TimeSpan.FromSeconds(45), await _rig.LookAsync());
        Assert.NotEqual(TimeSpan.Zero, await _rig.LookAsync());
        Assert.Equal(TimeSpan.Zero, await _rig.LookAsync());
    }

    [Fact]
    public async Task ConfirmAsync_AfterTheSwitch_SaysUntilWhenCachesHoldTheFormer()
    {
        await _rig.SetAsync(Side.Target);

        Assert.Contains(
            "orders.trafficmanager.example leads to azure, which is Online; caches may hold the former answer until 2026-12-05 22:01:00 UTC",
            await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FaultsByChance_AlwaysEndsExactly()
    {
        _rig.Trouble(seed: 11, probability: 0.35);
        var random = new Random(11);
        for (var round = 0; round < 30; round++)
        {
            var side = random.Next(2) == 0 ? Side.Source : Side.Target;
            await _rig.SetAsync(side, isHeld: random.Next(2) == 0);
            Assert.Equal(side, await _rig.AskAsync(default));
        }

        await _rig.SetAsync(Side.Source);
        Assert.Equal(_former, _rig.Seen);
    }
}
