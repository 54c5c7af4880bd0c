using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

public sealed class SyncObservationTests(ServerPair servers) : SyncTest(servers)
{
    [Fact]
    public async Task GetSync_Following_CatchesUpWithoutProblems()
    {
        await FollowAsync();
        await OnSourceAsync("INSERT INTO shop.no_key SELECT n, 'x' FROM generate_series(1, 5000) n");
        var status = await LookUntilAsync(status => status is { LagBytes: 0, IsFollowing: true, AppliedBytesPerSecond: not null });
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (status.Lag, status.CatchUp));
        Assert.NotEmpty(status.Position);
        Assert.Empty(status.Problems);
    }

    [Fact]
    public async Task GetSync_DefinitionsChanged_NamesThemUntilTheFollowerHasThemToo()
    {
        await FollowAsync();
        Assert.Empty((await LookUntilAsync(status => status.IsFollowing)).Problems);
        const string change = "ALTER TABLE shop.hen ADD COLUMN colour text; CREATE TABLE shop.fresh (id int PRIMARY KEY)";
        await OnSourceAsync(change);
        var problems = (await LookUntilAsync(_ => true)).Problems;
        Assert.Contains(problems, finding => finding.IsBlocking && finding.Problem.Contains("column shop.hen.colour is only here", StringComparison.Ordinal));
        var unfollowed = Assert.Single(problems, finding => finding.Problem.Contains("table shop.fresh came after the baseline", StringComparison.Ordinal));
        await MendTargetAsync(change);
        await OnSourceAsync($"INSERT INTO shop.fresh VALUES (1); ALTER PUBLICATION {Forward.Publication} ADD TABLE shop.fresh");
        Assert.Contains($"ALTER PUBLICATION {Forward.Publication} ADD TABLE shop.fresh;", unfollowed.Remedy, StringComparison.Ordinal);
        await MendTargetAsync($"ALTER SUBSCRIPTION {Forward.Subscription} REFRESH PUBLICATION");
        Assert.Empty((await LookUntilAsync(status => status.IsFollowing)).Problems);
        await LookUntilAsync(_ => OnTargetAsync("SELECT count(*) FROM shop.fresh").GetAwaiter().GetResult() == "1");
        await Adapter.PrepareFreezeAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => OnTargetAsync("DELETE FROM shop.fresh"));
    }

    [Fact]
    public async Task GetSync_SlotDroppedBehindOurBack_IsBlocking()
    {
        await FollowAsync();
        await OnSourceAsync($"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{Forward.Slot}'");
        await OnSourceAsync($"DO $$ BEGIN LOOP BEGIN PERFORM pg_drop_replication_slot('{Forward.Slot}'); EXIT; EXCEPTION WHEN object_in_use THEN PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{Forward.Slot}'; END; END LOOP; END $$");
        var status = await LookUntilAsync(status => !status.IsFollowing);
        Assert.Contains(status.Problems, finding => finding.IsBlocking && finding.Problem == $"replication slot {Forward.Slot} is gone");
    }

    [Fact]
    public async Task GetSync_SlotKeepsTooMuch_IsDroppedAndSaidSo()
    {
        await FollowAsync();
        await MendTargetAsync($"ALTER SUBSCRIPTION {Forward.Subscription} DISABLE");
        await OnSourceAsync("CREATE TABLE shop.churn AS SELECT md5(n::text) AS x FROM generate_series(1, 60000) n");
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), Servers.Target.Url(Database), new { maxSlotRetentionBytes = 1 << 20 });
        var status = await LookUntilAsync(_ => true);
        Assert.Contains(status.Problems, finding => finding.IsBlocking && finding.Problem.Contains("were dropped to save the disk", StringComparison.Ordinal));
        Assert.Equal("0", await OnSourceAsync($"SELECT count(*) FROM pg_replication_slots WHERE starts_with(slot_name, '{Job}')"));
        Assert.Contains((await LookUntilAsync(_ => true)).Problems, finding => finding.IsBlocking && finding.Problem == $"replication slot {Forward.Slot} is gone");
    }

    [Fact]
    public async Task GetSync_ChangeCannotBeApplied_IsBlockingAndMended()
    {
        await FollowAsync();
        await LookUntilAsync(status => status.IsFollowing);
        await MendTargetAsync("INSERT INTO shop.empty VALUES (7)");
        await OnSourceAsync("INSERT INTO shop.empty VALUES (7)");
        var status = await LookUntilAsync(status => !status.IsFollowing && status.Problems.Any(finding => finding.Problem.Contains("again and again", StringComparison.Ordinal)));
        Assert.Contains(status.Problems, finding => finding.IsBlocking && finding.Problem.Contains("a change cannot be applied", StringComparison.Ordinal));
        await MendTargetAsync("DROP RULE quiet ON shop.empty; DELETE FROM shop.empty; CREATE RULE quiet AS ON DELETE TO shop.empty DO INSTEAD NOTHING");
        await CatchUpAsync();
        Assert.Equal("7", await OnTargetAsync("SELECT id FROM shop.empty"));
    }

    [Fact]
    public async Task GetSync_NothingConfigured_IsBlockingAndNoError()
    {
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.False(status.IsFollowing);
        Assert.Contains(status.Problems, finding => finding.IsBlocking && finding.Problem.Contains("is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetSync_TargetGone_IsBlockingAndNoError()
    {
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.True(Assert.Single(status.Problems).IsBlocking);
    }
}
