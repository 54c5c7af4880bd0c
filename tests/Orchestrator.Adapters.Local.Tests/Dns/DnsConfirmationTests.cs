using Microsoft.AspNetCore.Http;
using Orchestrator.Adapters.Local.Tests.Http;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Dns;

/// <summary>What people are told of the users' way once a record has been changed.</summary>
public sealed class DnsConfirmationTests : IAsyncLifetime
{
    private DnsRig _rig = null!;

    public async Task InitializeAsync() => _rig = await DnsRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ConfirmAsync_CachesMayHoldTheFormerAnswer_SaysUntilWhen()
    {
        await _rig.PrepareAsync();
        await _rig.SetAsync(Side.Target);

        var seen = await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default);
        _rig.Time.Advance(TimeSpan.FromHours(1));

        Assert.EndsWith("caches may hold the former answer until 2026-12-05 23:00:00 UTC", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("caches", await _rig.Adapter.ConfirmAsync(_rig.Spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmAsync_WithAnAddress_GoesThere()
    {
        var answers = "the old site";
        await using var site = await TestEndpoint.StartAsync((context, _) => context.Response.WriteAsync(answers));
        var spec = _rig.Spec;
        spec.Settings["address"] = System.Text.Json.JsonSerializer.SerializeToElement(new { url = site.Url, source = "old", target = "new" });
        await _rig.SetAsync(Side.Target);

        var error = await Assert.ThrowsAsync<AdapterException>(() => _rig.Adapter.ConfirmAsync(spec, Side.Target, _rig.Scope, default));
        answers = "the new site";

        Assert.True(error.IsTransient);
        Assert.Contains("was answered 200 by the target", await _rig.Adapter.ConfirmAsync(spec, Side.Target, _rig.Scope, default), StringComparison.Ordinal);
    }
}
