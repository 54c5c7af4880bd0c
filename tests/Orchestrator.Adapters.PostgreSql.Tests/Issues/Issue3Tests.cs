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
}
