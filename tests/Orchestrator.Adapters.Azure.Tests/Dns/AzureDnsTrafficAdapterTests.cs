using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Dns;

[Collection(AzureTraffic.Name)]
public sealed class AzureDnsTrafficAdapterTests(ArmJudge judge) : IAsyncLifetime
{
    private AzureDnsRig _rig = null!;
    private string _former = "";

    public async Task InitializeAsync()
    {
        _rig = await AzureDnsRig.StartAsync(judge);
        _former = _rig.Seen;
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task SetAsync_ThereAndBackTwice_RestoresTheFormerRecordSetExactly()
    {
        await _rig.PrepareAsync();
        await _rig.PrepareAsync();
        Assert.Equal(60, _rig.Current.Set.TtlSeconds);
        await _rig.SetAsync(Side.Target);
        await _rig.SetAsync(Side.Target);
        Assert.Equal("198.51.100.7 (TTL 60 s)", _rig.Current.Set.ToString());

        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, _rig.Seen);
        Assert.Equal(3, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_Alias_IsRestoredAsAlias()
    {
        var address = $"{_rig.Group}/providers/Microsoft.Network/publicIPAddresses/old";
        await using var rig = await AzureDnsRig.StartAsync(judge, "A", new JsonObject { ["TTL"] = 3600, ["targetResource"] = new JsonObject { ["id"] = address } });
        rig.Source = [address];
        var former = rig.Seen;
        await rig.SetAsync(Side.Target);
        Assert.Equal("198.51.100.7 (TTL 60 s)", rig.Current.Set.ToString());

        await rig.SetAsync(Side.Source);

        Assert.Equal(former, rig.Seen);
    }

    [Fact]
    public async Task SetAsync_Cname_LeadsThereAndBack()
    {
        await using var rig = await AzureDnsRig.StartAsync(judge, "CNAME", new JsonObject { ["TTL"] = 300, ["CNAMERecord"] = new JsonObject { ["cname"] = "old.contoso.test" } });
        (rig.Source, rig.Target) = (["old.contoso.test."], ["new.contoso.test"]);
        var former = rig.Seen;
        await rig.SetAsync(Side.Target);
        Assert.Contains("answers new.contoso.test.", await rig.Adapter.ConfirmAsync(rig.Spec, Side.Target, rig.Scope, default), StringComparison.Ordinal);

        await rig.SetAsync(Side.Source);

        Assert.Equal(former, rig.Seen);
    }

    [Fact]
    public async Task SetAsync_UndoWithoutDo_WritesNothing()
    {
        await _rig.SetAsync(Side.Source, isHeld: true);
        await _rig.SetAsync(Side.Source);
        await _rig.SettleAsync();

        Assert.Equal(0, _rig.Writes);
    }

    [Theory]
    [InlineData(true, "198.51.100.7 (TTL 3600 s)")]
    [InlineData(false, "192.0.2.1, 192.0.2.2 (TTL 3600 s)")]
    public async Task SettleAsync_AtTheEnd_RestoresTheTtl(bool isCutOver, string expected)
    {
        await _rig.PrepareAsync();
        if (isCutOver)
            await _rig.SetAsync(Side.Target);

        await _rig.SettleAsync();
        await _rig.SettleAsync();

        Assert.Equal(expected, _rig.Current.Set.ToString());
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangedIt_ShowsBothAndChangesNothing()
    {
        _rig.Seed(AzureDnsRig.Addresses(300, "203.0.113.9"));

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.False(error.IsTransient);
        Assert.All(["203.0.113.9", "192.0.2.1", "198.51.100.7"], value => Assert.Contains(value, error.Message, StringComparison.Ordinal));
        Assert.Equal(0, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_SomebodyElseChangesItBetweenReadAndWrite_ShowsBothAndChangesNothing()
    {
        _rig.Server.Faults.Add("PUT", "dnsZones", 1, Fault.Delay(TimeSpan.FromMilliseconds(500)));
        var setting = _rig.SetAsync(Side.Target);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_rig.Server.Faults.Struck.Count == 0)
            await Task.Delay(1, bound.Token);
        _rig.Seed(AzureDnsRig.Addresses(300, "203.0.113.9"));

        var error = await Assert.ThrowsAsync<AdapterException>(() => setting);

        Assert.False(error.IsTransient);
        Assert.Contains("it was 192.0.2.1, 192.0.2.2 (TTL 3600 s) and is 203.0.113.9 (TTL 300 s)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAsync_AnswerIsLost_IsTakenAsDone()
    {
        _rig.Server.Faults.Add("PUT", "dnsZones", 1, Fault.DropAfter);

        await _rig.SetAsync(Side.Target);

        Assert.Equal("198.51.100.7 (TTL 60 s)", _rig.Current.Set.ToString());
        await _rig.SetAsync(Side.Source);
        Assert.Equal(_former, _rig.Seen);
    }

    [Fact]
    public async Task SetAsync_KilledAfterTheJournal_StillRestoresTheFormer()
    {
        _rig.Server.Faults.Add("PUT", "dnsZones", 3, Fault.DropBefore); // as many as are sent
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target))).IsTransient);

        await _rig.SetAsync(Side.Target);
        await _rig.SetAsync(Side.Source);

        Assert.Equal(_former, _rig.Seen);
    }

    [Fact]
    public async Task SetAsync_Throttled_IsPendingForAsLongAsAsked()
    {
        _rig.Server.Faults.Add("PUT", "dnsZones", 1, Fault.Throttle(TimeSpan.FromSeconds(45)));

        var pending = await Assert.ThrowsAsync<OperationPendingException>(() => _rig.Kind.SetAsync(_rig.Spec, new(Side.Target, IsHeld: false), _rig.Scope, default));

        Assert.Equal(TimeSpan.FromSeconds(45), pending.LookAgainAfter);
        await _rig.SetAsync(Side.Target);
        Assert.Equal(1, _rig.Writes);
    }

    [Fact]
    public async Task SetAsync_TokenExpires_TakesAFreshOne()
    {
        await _rig.PrepareAsync();
        _rig.Server.ExpireTokens();

        await _rig.SetAsync(Side.Target);

        Assert.Equal("198.51.100.7 (TTL 60 s)", _rig.Current.Set.ToString());
    }

    [Fact]
    public async Task SetAsync_Forbidden_IsForAPerson()
    {
        _rig.Server.Faults.Add("PUT", "dnsZones", 1, Fault.Answer(403, "AuthorizationFailed", "The client does not have authorization to perform action 'Microsoft.Network/dnsZones/A/write' over scope '/x'."));

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.SetAsync(Side.Target));

        Assert.False(error.IsTransient);
        Assert.Contains("Microsoft.Network/dnsZones/A/write", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmAsync_CachesMayHoldTheFormerAnswer_SaysUntilWhen()
    {
        await _rig.PrepareAsync();
        _rig.Time.Advance(TimeSpan.FromMinutes(30));
        await _rig.SetAsync(Side.Target);

        Assert.Contains("caches may hold the former answer until 2026-12-05 23:00:00 UTC. 127.0.0.1:", await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
        _rig.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.DoesNotContain("caches", await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FaultsByChance_AlwaysEndsExactly()
    {
        _rig.Trouble(seed: 7, probability: 0.35);
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var (side, isHeld) = (random.Next(2) == 0 ? Side.Source : Side.Target, random.Next(2) == 0);
            await (random.Next(4) == 0 ? _rig.PrepareAsync() : _rig.SetAsync(side, isHeld));
            await _rig.SetAsync(side, isHeld);
            Assert.Equal(new TrafficState(side, IsHeld: false), await _rig.Adapter.GetAsync(_rig.Spec, _rig.Scope, default));
        }

        await _rig.SetAsync(Side.Source);
        Assert.Equal(_former, _rig.Seen);
    }
}
