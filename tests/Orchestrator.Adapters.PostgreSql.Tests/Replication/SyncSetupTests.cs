using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

public sealed class SyncSetupTests(ServerPair servers) : SyncTest(servers)
{
    [Fact]
    public async Task ConfigureSync_TwiceAndRemoved_LeavesNothing()
    {
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.Equal("f", await OnSourceAsync("SELECT relreplident FROM pg_class WHERE oid = 'shop.no_key'::regclass"));
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.RemoveTargetAsync(Component, Scope(), Patience);
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.Equal("0", await OnSourceAsync($"SELECT count(*) FROM pg_publication WHERE starts_with(pubname, '{Job}')"));
        Assert.Equal("0", await OnSourceAsync("SELECT count(*) FROM pg_class WHERE relreplident IN ('f', 'i') AND oid >= 16384"));
    }

    [Fact]
    public async Task ConfigureSync_TablesWithoutKey_CanStillBeChangedAndGetTheirIdentityBack()
    {
        await OnSourceAsync("CREATE TABLE shop.nearly (id int NOT NULL UNIQUE, x text); CREATE TABLE shop.silent (x text); ALTER TABLE shop.silent REPLICA IDENTITY NOTHING; CREATE TABLE shop.loud (x text); ALTER TABLE shop.loud REPLICA IDENTITY FULL");
        await FollowAsync();
        const string identities = "SELECT string_agg(relreplident, '' ORDER BY relname) FROM pg_class WHERE oid = ANY ('{shop.nearly, shop.silent, shop.loud}'::regclass[])";
        Assert.Equal("fif", await OnSourceAsync(identities));
        await OnSourceAsync("INSERT INTO shop.nearly VALUES (1, 'a'); INSERT INTO shop.silent VALUES ('a'), ('b'); UPDATE shop.nearly SET x = 'b'; DELETE FROM shop.silent WHERE x = 'a'; UPDATE shop.silent SET x = 'c'");
        await AssertEqualAsync();
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.Equal("fdn", await OnSourceAsync(identities));
        Assert.Equal("fdn", await OnTargetAsync(identities));
    }

    [Fact]
    public async Task ConfigureSync_Reverse_CarriesWritesBackAndDoesNotLoop()
    {
        await ReverseAsync();
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await OnTargetAsync("INSERT INTO shop.customers (email) VALUES ('back'); UPDATE shop.no_key SET b = 'back' WHERE a = 1; DELETE FROM shop.by_mood WHERE n < 5; SELECT nextval('shop.never_called')");
        var report = await Adapter.FinishSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        Assert.Contains("sequences", report, StringComparison.Ordinal);
        await CompareAsync();
        Assert.Empty((await LookUntilAsync(status => status is { IsFollowing: true, LagBytes: 0 }, SyncDirection.Reverse)).Problems);
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        await AssertNoTracesAsync();
    }

    [Fact]
    public async Task RemoveSync_ReverseBeforeItCarriedAnything_LetsForwardGoOn()
    {
        await ReverseAsync();
        Assert.Equal("f", await OnTargetAsync($"SELECT subenabled FROM pg_subscription WHERE subname = '{Forward.Subscription}'"));
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        await OnSourceAsync("UPDATE shop.no_key SET b = 'on and on'");
        await AssertEqualAsync();
        Assert.Empty((await LookUntilAsync(status => status.IsFollowing)).Problems);
    }

    [Fact]
    public async Task RemoveSync_ReverseAfterItCarriedSomething_NeverLetsForwardGoOn()
    {
        await ReverseAsync();
        await OnTargetAsync("INSERT INTO shop.empty VALUES (5)");
        await CatchUpAsync(SyncDirection.Reverse);
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        Assert.Equal("0", await OnTargetAsync($"SELECT count(*) FROM pg_subscription WHERE subname = '{Forward.Subscription}'"));
        Assert.Equal("1", await OnSourceAsync("SELECT count(*) FROM shop.empty"));
    }

    [Fact]
    public async Task ConfigureSync_SecondMigrationOfTheSameSource_IsRefusedAndTheFirstFollowsOn()
    {
        await FollowAsync();
        var second = TestScope.Create(Component, Scope().WorkFolder, "configure-sync", migrationId: "second-1");
        var other = Describe(Servers.Source.ConnectionString(Quoted(Database)), Servers.Target.Url($"{Database} of the second"));
        var holder = $"migration {Scope().MigrationId}/db follows its changes already";
        Assert.Contains(await Adapter.CheckSyncReadinessAsync(other, second, Patience), finding => finding.IsBlocking && finding.Problem == holder);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.ConfigureSyncAsync(other, SyncDirection.Forward, second, Patience));
        Assert.Equal((holder, false), (error.Problem, error.IsTransient));
        await Adapter.RemoveSyncAsync(other, SyncDirection.Forward, second, Patience);

        Assert.DoesNotContain(await Adapter.CheckSyncReadinessAsync(Component, Scope(), Patience), finding => finding.Problem == holder);
        await OnSourceAsync("UPDATE shop.no_key SET b = 'first'");
        await AssertEqualAsync();
    }

    [Fact]
    public async Task RemoveSync_FollowerUnreachable_FreesTheLeader()
    {
        await using var target = await PostgreSqlServer.StartAsync();
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), target.Url(Database));
        await FollowAsync();
        await target.StopAsync();
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.Equal("0", await OnSourceAsync($"SELECT (SELECT count(*) FROM pg_replication_slots WHERE starts_with(slot_name, '{Job}')) + (SELECT count(*) FROM pg_publication WHERE starts_with(pubname, '{Job}'))"));
    }

    [Fact]
    public async Task CopyBaseline_ServerLogsEverything_ItsLogHoldsNoPassword()
    {
        await using var target = await PostgreSqlServer.StartAsync(null, "log_statement=all", "log_min_duration_statement=0");
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), target.Url(Database));
        await FollowAsync();
        var log = await File.ReadAllTextAsync(target.LogPath);
        Assert.Contains("ENABLE", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Servers.Source.Password, log, StringComparison.Ordinal);
    }

    private async Task ReverseAsync()
    {
        await FollowAsync();
        await Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        await Adapter.ThawAsync(Component, Side.Target, Scope(), Patience);
    }
}
