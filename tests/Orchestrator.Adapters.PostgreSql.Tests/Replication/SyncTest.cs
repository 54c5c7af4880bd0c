using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

/// <summary>A test whose target follows its source.</summary>
public abstract class SyncTest(ServerPair servers) : PostgreSqlTest(servers)
{
    // What a sync leaves would keep a database from being dropped and a server from removing its log.
    private const string ListTraces = """
        SELECT 'slot ' || slot_name FROM pg_replication_slots WHERE starts_with(slot_name, '{0}')
        UNION ALL SELECT 'publication ' || pubname FROM pg_publication WHERE starts_with(pubname, '{0}')
        UNION ALL SELECT 'subscription ' || subname FROM pg_subscription WHERE starts_with(subname, '{0}')
        UNION ALL SELECT 'origin ' || roname FROM pg_replication_origin WHERE roname NOT IN (SELECT 'pg_' || oid FROM pg_subscription)
        UNION ALL SELECT 'replica identity of ' || oid::regclass FROM pg_class WHERE relreplident IN ('f', 'i') AND oid >= 16384
        """;

    protected string Job => JobName.Of(Scope(), Component);

    internal SyncNames Forward => new(Job, SyncDirection.Forward);

    internal SyncNames Reverse => new(Job, SyncDirection.Reverse);

    public override async Task DisposeAsync()
    {
        await RemoveAsync(SyncDirection.Reverse);
        await RemoveAsync(SyncDirection.Forward);
        await base.DisposeAsync();
    }

    protected async Task FollowAsync()
    {
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.CopyBaselineAsync(Component, Scope(), Patience);
    }

    /// <summary>Waits until everything on the leader so far is applied.</summary>
    protected async Task CatchUpAsync(SyncDirection direction = SyncDirection.Forward)
    {
        await using var leader = await OpenAsync(direction == SyncDirection.Forward ? Servers.Source : Servers.Target);
        await leader.ExecuteAsync("SELECT pg_logical_emit_message(true, 'test', '')", Patience);
        var position = await AppliedPosition.ReadLeaderAsync(leader, Patience);
        Assert.True(await new AppliedPosition(leader, new SyncNames(Job, direction).Slot).WaitAsync(position, TimeSpan.FromMinutes(1), Patience));
    }

    protected async Task<SyncStatus> LookUntilAsync(Func<SyncStatus, bool> holds, SyncDirection direction = SyncDirection.Forward)
    {
        var patience = Patience;
        while (true)
        {
            var status = await Adapter.GetSyncAsync(Component, direction, Scope(), patience);
            if (holds(status))
                return status;
            await Task.Delay(50, patience);
        }
    }

    /// <summary>Changes the frozen follower as the findings tell operators to.</summary>
    protected Task<string> MendTargetAsync(string sql) => OnTargetAsync($"{Guard.Pass(Job)}; {sql}");

    /// <summary>Finishes as if the leader were frozen, and compares everything.</summary>
    protected async Task AssertEqualAsync()
    {
        await Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await CompareAsync();
    }

    protected async Task CompareAsync()
    {
        var comparison = await Adapter.CompareAsync(Component, null, Scope(), Patience);
        Assert.Empty(comparison.Items.Where(item => !item.IsEqual).Select(item => $"{item.Name}: {string.Join("; ", item.FirstDifferences)}"));
    }

    protected async Task AssertNoTracesAsync()
    {
        var query = ListTraces.Replace("{0}", Job, StringComparison.Ordinal);
        Assert.Equal("", await OnSourceAsync(query));
        Assert.Equal("", await OnTargetAsync(query));
    }

    // Slots are the servers' scarcest good; a test's own server may be gone already.
    private async Task RemoveAsync(SyncDirection direction)
    {
        try
        {
            await Adapter.RemoveSyncAsync(Component, direction, Scope(), Patience);
        }
        catch (AdapterException error) when (error.IsTransient)
        {
            return;
        }
    }

    internal async Task<Session> OpenAsync(PostgreSqlServer server)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(server.ConnectionString()) { Database = Database };
        return await new Endpoint(settings, TimeSpan.FromSeconds(30)).OpenAsync("test", Patience);
    }
}
