using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.AppConfiguration;

[Collection(AzureTraffic.Name)]
public sealed class AppConfigurationTrafficAdapterTests(ArmJudge judge) : IAsyncLifetime
{
    private const string AtTarget = """
        Orders/Queue  https://new.example  {}
        Orders:Database prod Host=new text/plain {"owner":"orders"}
        Sentinel  m-1 text/plain {"owner":"orders"}
        """;

    private AppConfigurationRig _rig = null!;
    private string _former = "";

    public async Task InitializeAsync()
    {
        _rig = await AppConfigurationRig.StartAsync(judge);
        _former = await _rig.SeenAsync();
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task SetAsync_ThereAndBackTwice_RestoresValuesTypesTagsAndAbsence()
    {
        await _rig.SetAsync(Side.Target);
        await _rig.SetAsync(Side.Target);
        Assert.Equal(AtTarget, await _rig.SeenAsync());

        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, await _rig.SeenAsync());
        Assert.Equal(6, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_ValueIsTheSameForBothSides_IsRefusedAndWritesNothing()
    {
        _rig.DatabaseAtSource = "Host=new";

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.Contains("'Orders:Database'", error.Subject, StringComparison.Ordinal);
        Assert.Equal(0, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_ValueBecameTheSameSinceItWasSwitched_FindsItsWayBack()
    {
        await _rig.SetAsync(Side.Target);
        _rig.DatabaseAtSource = "Host=new";

        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_Sentinel_ChangesLast()
    {
        await _rig.SetAsync(Side.Target);
        await _rig.SetAsync(Side.Source);

        var order = _rig.Server.Recorder.Exchanges.Where(exchange => exchange.Method != "GET").Select(exchange => exchange.Path).ToList();
        Assert.Equal(["/kv/Sentinel", "/kv/Sentinel"], [order[2], order[5]]);
    }

    [Fact]
    public async Task SetAsync_UndoWithoutDo_WritesNothing()
    {
        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(0, _rig.Writes);
    }

    [Theory]
    [InlineData(Side.Target)]
    [InlineData(Side.Source)]
    public async Task SetAsync_KilledBetweenTwoKeys_EndsWholeWhenRunAgain(Side side)
    {
        _rig.Server.Faults.Add("PUT", "Sentinel", 3, Fault.DropBefore); // as many as are sent
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).IsTransient);
        Assert.Equal(Side.Target, (await _rig.Adapter.GetAsync(_rig.Spec, _rig.Scope, default)).Side);
        await Assert.ThrowsAsync<AdapterException>(() => _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default));

        await _rig.SetAsync(side);

        Assert.Equal(side == Side.Target ? AtTarget : _former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangedOne_ChangesNoneAndTellsNoValue()
    {
        await _rig.PutAsync("Orders:Database", "prod", "Host=somewhere");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.False(error.IsTransient);
        Assert.Contains("Orders:Database (prod)", error.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Host=", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("new.example", await _rig.SeenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangesOneBetweenReadAndWrite_IsNotOverwritten()
    {
        _rig.Server.Faults.Add("PUT", "Database", 1, Fault.Delay(TimeSpan.FromMilliseconds(500)));
        var setting = _rig.SetAsync(Side.Target);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_rig.Server.Faults.Struck.Count == 0)
            await Task.Delay(1, bound.Token);
        await _rig.PutAsync("Orders:Database", "prod", "Host=somewhere");

        var error = await Assert.ThrowsAsync<AdapterException>(() => setting);

        Assert.False(error.IsTransient);
        Assert.Contains("somebody else changed it meanwhile", error.Problem, StringComparison.Ordinal);
        Assert.Contains("Host=somewhere", await _rig.SeenAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task SetAsync_AnswerIsLost_IsTakenAsDone(string method)
    {
        _rig.Server.Faults.Add(method, "Queue", 1, Fault.DropAfter);
        await _rig.SetAsync(Side.Target);
        _rig.Server.ExpireTokens();

        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_LockedOrThrottled_SaysWhatToDo()
    {
        _rig.Server.Faults.Add("PUT", "Database", 1, Fault.Conflict());
        _rig.Server.Faults.Add("PUT", "Database", 1, Fault.Throttle(TimeSpan.FromSeconds(45)));

        Assert.Contains("az appconfig kv unlock --key Orders:Database", (await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).Remedy, StringComparison.Ordinal);
        var pending = await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Kind.SetAsync(_rig.Spec, new(Side.Target, IsHeld: false), _rig.Scope, default));
        Assert.Equal(TimeSpan.FromSeconds(45), pending.LookAgainAfter);
    }

    [Fact]
    public async Task SetAsync_ValueIsTheSameForBothSides_IsRefusedAndChangesNothing()
    {
        var spec = AzureTrafficRig.SpecOf("appConfiguration", new
        {
            endpoint = _rig.Server.Endpoint.GetLeftPart(UriPartial.Authority),
            values = new[] { new { name = "Orders:Database", label = "prod", source = "Host=old", target = "Host=old" } },
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Kind.SetAsync(spec, new(Side.Target, IsHeld: false), _rig.Scope, default));

        Assert.Contains("Orders:Database", error.Subject, StringComparison.Ordinal);
        Assert.Equal(_former, await _rig.SeenAsync());
    }

    [Fact]
    public async Task SetAsync_WhatWasFound_IsReadableByTheHostAlone()
    {
        await _rig.SetAsync(Side.Target);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_rig.WorkFolder, "traffic")));
    }

    [Fact]
    public async Task ConfirmAsync_AfterTheSwitch_SaysUntilWhenApplicationsWorkWithTheFormer()
    {
        await _rig.SetAsync(Side.Target);

        Assert.EndsWith(
            "are the target's; applications may work with the former ones until 2026-12-05 22:00:30 UTC",
            await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FaultsByChance_AlwaysEndsExactly()
    {
        _rig.Trouble(seed: 13, probability: 0.35);
        var random = new Random(13);
        for (var round = 0; round < 20; round++)
        {
            var side = random.Next(2) == 0 ? Side.Source : Side.Target;
            await _rig.SetAsync(side, isHeld: random.Next(2) == 0);
            Assert.Equal(side == Side.Source ? _former : AtTarget, await _rig.SeenAsync());
        }
    }
}
