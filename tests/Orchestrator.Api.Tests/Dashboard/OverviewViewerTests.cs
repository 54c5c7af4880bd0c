using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Dashboard;
using Orchestrator.Api.Events;
using Orchestrator.Contracts.Durability;
using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class OverviewViewerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private readonly ManualTime _time = new();
    private readonly MemoryStream _sent = new();
    private readonly OverviewFeed _feed;
    private readonly OverviewViewer _viewer;

    public OverviewViewerTests()
    {
        _feed = new(_time);
        _viewer = new(_feed, new EventStream(new DefaultHttpContext { Response = { Body = _sent } }.Response), Heartbeat, _time);
    }

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task Follow_ListCannotBeRead_EndsWithoutAWord()
    {
        _feed.Health.Failed();
        _time.Advance(ReadingHealth.Patience);
        var following = _viewer.FollowAsync(0, default);
        await NextHeartbeatAsync();

        await following.WaitAsync(Patience);
        Assert.Equal(0, _sent.Length);
    }

    [Fact]
    public async Task Follow_NothingNewAndReadable_SaysSoSoonAndGoesOn()
    {
        using var stop = new CancellationTokenSource();
        _feed.Health.Succeeded();
        var following = _viewer.FollowAsync(0, stop.Token);
        var begun = _time.GetUtcNow();
        await NextHeartbeatAsync();

        await DueAsync();
        Assert.NotEqual(0, _sent.Length);
        Assert.True(_time.GetUtcNow() - begun < Heartbeat);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    private async Task NextHeartbeatAsync()
    {
        await DueAsync();
        _time.Advance(_time.NextDue!.Value - _time.GetUtcNow());
    }

    private async Task DueAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_time.NextDue is null)
            await Task.Delay(5, patience.Token);
    }
}
