using Orders.Seed;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Samples;

[Collection(PostgreSqlFixture.Name)]
public sealed class OrdersSeedTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Seed_EmptyDatabase_MakesEverything()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);

        Assert.Equal(OrdersRig.Small.Orders, await rig.QueryAsync<long>("select count(*) from orders"));
        Assert.Equal(0, await rig.QueryAsync<long>("select count(*) from orders join (select order_id, sum(line_total) as sum from order_lines group by 1) as lines using (order_id) where total <> sum"));
        Assert.Equal(OrdersRig.Small.Invoices, await rig.QueryAsync<long>("select count(*) from invoices where sha256(lo_get(document)) = fingerprint"));
        Assert.Equal(OrdersRig.Small.PageViews, await rig.QueryAsync<long>("select count(*) from page_views"));
        Assert.Equal(3, await rig.QueryAsync<long>("select count(*) from pg_inherits where inhparent = 'audit_log'::regclass"));
        Assert.Equal(OrdersRig.Small.Files, Directory.EnumerateFiles(rig.Settings.Uploads, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Count());
    }

    [Fact]
    public async Task Seed_SameOptions_MakesTheSame()
    {
        const string fingerprint = "select md5(string_agg(orders::text || order_lines::text, '' order by order_id, line_no)) from orders join order_lines using (order_id)";
        await using var first = await OrdersRig.CreateAsync(postgreSql.Server);
        await using var second = await OrdersRig.CreateAsync(postgreSql.Server);

        Assert.Equal(await first.QueryAsync<string>(fingerprint), await second.QueryAsync<string>(fingerprint));
    }

    [Fact]
    public async Task Seed_Again_IsRefused()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Seeder.RunAsync(rig.Settings, OrdersRig.Small, CancellationToken.None));
    }
}
