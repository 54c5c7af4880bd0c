using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Tests.Replication;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Issues;

/// <summary>What a review of online migrations found.</summary>
public sealed class Issue3Tests(ServerPair servers) : SyncTest(servers)
{
    [Fact]
    public async Task RemoveSync_ReverseWhileItsLeaderIsGone_SendsNothingWhenThatComesBack()
    {
        await using var target = await PostgreSqlServer.StartAsync();
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), target.Url(Database));
        await FollowAsync();
        await Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        await target.StopAsync();
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience));
        Assert.Equal("f", await OnSourceAsync($"SELECT subenabled FROM pg_subscription WHERE subname = '{Reverse.Subscription}'"));
        await OnSourceAsync($"ALTER SUBSCRIPTION {Reverse.Subscription} SET (slot_name = NONE); DROP SUBSCRIPTION {Reverse.Subscription}");
    }

    [Fact]
    public async Task PrepareFreeze_TransactionInAnotherDatabaseOfTheTarget_IsNamedBeforeUsersWait()
    {
        await FollowAsync();
        await using var other = new NpgsqlConnection(Servers.Target.ConnectionString("postgres"));
        await other.OpenAsync();
        await using (var command = new NpgsqlCommand("BEGIN; SELECT txid_current(); SELECT pg_sleep(1.2)", other))
            await command.ExecuteNonQueryAsync();

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.PrepareFreezeAsync(Component, SyncDirection.Forward, Scope(), Patience));

        Assert.True(error.IsTransient);
        Assert.Contains("in postgres since", error.Message, StringComparison.Ordinal);
        await other.CloseAsync();
        await Adapter.PrepareFreezeAsync(Component, SyncDirection.Forward, Scope(), Patience);
    }

    [Fact]
    public async Task Thaw_GateLeftClosedWhileASessionWasKept_IsOpened()
    {
        await FollowAsync();
        await Adapter.FreezeAsync(Component, Side.Source, Scope(), Patience);
        await Adapter.ThawAsync(Component, Side.Source, Scope(), Patience);
        var database = SqlText.Identifier(Database);
        await Servers.Source.PsqlAsync("postgres", $"ALTER ROLE CURRENT_USER IN DATABASE {database} SET application_name = '{Job}_freeze'; ALTER DATABASE {database} ALLOW_CONNECTIONS false");

        await Adapter.ThawAsync(Component, Side.Source, Scope(), Patience);

        Assert.Equal("t", await Servers.Source.PsqlAsync("postgres", $"SELECT datallowconn FROM pg_database WHERE datname = {SqlText.Literal(Database)}"));
    }

    [Fact]
    public async Task ConfigureSync_ReverseOnceMoreAfterTheTargetOpened_IsRefusedAndLeavesTheSlot()
    {
        await FollowAsync();
        await Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience);
        await Adapter.ThawAsync(Component, Side.Target, Scope(), Patience);
        await OnTargetAsync("INSERT INTO shop.empty VALUES (5)");

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope(), Patience));

        Assert.False(error.IsTransient);
        await CatchUpAsync(SyncDirection.Reverse);
        Assert.Equal("5", await OnSourceAsync("SELECT id FROM shop.empty"));
    }
}
