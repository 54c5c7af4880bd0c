using System.Diagnostics;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>A frozen target that follows its source.</summary>
public sealed class WriteFreezeApplyTests(ServerPair servers) : FreezeTest(servers)
{
    private const string Tables = "CREATE TABLE items (id int PRIMARY KEY, v text); CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000000)";

    private string _name = "";

    protected override bool NeedsSource => false;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _name = $"followed_{Guid.NewGuid():N}";
        Component = Describe(Servers.Source.Url(_name), Servers.Target.Url(_name));
        await Servers.Source.PsqlAsync("postgres", $"CREATE DATABASE {_name}");
        await Servers.Target.PsqlAsync("postgres", $"CREATE DATABASE {_name}");
        await Servers.Source.PsqlAsync(_name, $"{Tables}; CREATE PUBLICATION p FOR TABLE items, parts");
        await Servers.Target.PsqlAsync(_name, Tables);
        var leader = $"host=127.0.0.1 port={Servers.Source.Port} user=postgres password={Servers.Source.Password} dbname={_name}";
        await Servers.Target.PsqlAsync(_name, $"CREATE SUBSCRIPTION {(await JobAsync()).Name}_fwd CONNECTION '{leader}' PUBLICATION p WITH (copy_data = false)");
    }

    public override async Task DisposeAsync()
    {
        var subscription = $"{(await JobAsync()).Name}_fwd";
        await (await FreezeOfAsync(Side.Target)).ThawAsync(Patience);
        await Servers.Target.PsqlAsync(_name, $"DROP SUBSCRIPTION {subscription}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Freeze_Follower_FollowsOnAndRefusesClients()
    {
        var freeze = await FreezeOfAsync(Side.Target);
        await Servers.Source.PsqlAsync(_name, "INSERT INTO items SELECT n, 'a' FROM generate_series(1, 100) n");
        await freeze.FreezeAsync(Patience);
        await Servers.Source.PsqlAsync(_name, "INSERT INTO items VALUES (101, 'b'); UPDATE items SET v = 'c' WHERE id <= 10; DELETE FROM items WHERE id > 95; INSERT INTO parts VALUES (1), (2)");
        await WaitForAsync("SELECT count(*) || ' ' || count(*) FILTER (WHERE v = 'c') || ' ' || (SELECT count(*) FROM parts) FROM items", "95 10 2");
        await Servers.Source.PsqlAsync(_name, "TRUNCATE items, parts; INSERT INTO items VALUES (1, 'after')");
        await WaitForAsync("SELECT string_agg(v, ',') || (SELECT count(*) FROM parts) FROM items", "after0");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Servers.Target.PsqlAsync(_name, "INSERT INTO items VALUES (2)"));
        Assert.StartsWith("a canary write to public.", await freeze.ProveAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_FollowerInTheMiddleOfMuch_MissesNothing()
    {
        var load = Task.Run(async () =>
        {
            for (var block = 0; block < 15; block++)
                await Servers.Source.PsqlAsync(_name, $"BEGIN; INSERT INTO parts SELECT {block} * 1000 + n FROM generate_series(1, 500) n; INSERT INTO items SELECT {block} * 1000 + n FROM generate_series(1, 500) n; COMMIT");
        });
        for (var round = 0; round < 5; round++)
        {
            var freeze = await FreezeOfAsync(Side.Target);
            await freeze.FreezeAsync(Patience);
            await freeze.ThawAsync(Patience);
            await freeze.RemoveAsync(Patience);
        }

        await load;
        await WaitForAsync("SELECT count(*) || ' ' || (SELECT count(*) FROM parts) FROM items", "7500 7500");
    }

    private async Task WaitForAsync(string sql, string expected)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var seen = await Servers.Target.PsqlAsync(_name, sql);
            if (seen == expected)
                return;
            Assert.True(since.Elapsed < TimeSpan.FromMinutes(1), $"expected {expected}, last seen {seen}");
        }
    }
}
