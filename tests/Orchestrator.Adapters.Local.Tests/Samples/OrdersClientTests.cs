using Orchestrator.Adapters.Local.Tests.Gateway;
using Orchestrator.Core.Ports;
using Orders.Client;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Samples;

[Collection(PostgreSqlFixture.Name)]
public sealed class OrdersClientTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Verify_NothingLost_SaysSo()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var url = await rig.ServeAsync();

        var written = await rig.WriteWhileAsync(url, () => rig.UntilWrittenAsync(40));
        var verified = await rig.VerifyAsync(url);

        Assert.Equal(0, written.Failed);
        Assert.Equal(written.Acknowledged, verified.Acknowledged);
        Assert.Equal(0, verified.Lost + verified.UploadsLost);
        Assert.Equal(0, await Verifier.RunAsync(rig.Client(url), CancellationToken.None));
    }

    [Fact]
    public async Task Verify_OrderAndUploadAreGone_NamesThem()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var url = await rig.ServeAsync();
        await rig.WriteWhileAsync(url, () => rig.UntilWrittenAsync(40));
        var entries = Journal.Read(rig.Journal);
        var order = entries[0];
        var upload = entries.First(entry => entry.Upload is not null);
        await rig.QueryAsync<long>($"delete from orders where order_id = {order.OrderId} returning order_id");
        File.WriteAllText(Path.Combine(rig.Settings.Uploads, $"{upload.OrderId}", upload.Upload!), "other");

        var verified = await rig.VerifyAsync(url);

        Assert.Equal([$"{order.ClientId}/{order.Sequence}"], verified.LostIds);
        Assert.Equal([$"{upload.OrderId}/{upload.Upload}"], verified.LostUploads);
        Assert.Equal(1, await Verifier.RunAsync(rig.Client(url), CancellationToken.None));
    }

    [Fact]
    public async Task Write_WhileTheGatewaySwitchesAndHolds_NothingFailsAndNothingIsLost()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var (source, target) = (await rig.ServeAsync(), await rig.ServeAsync());
        await using var gateway = await GatewayRig.StartAsync(options => options with { Source = source, Target = target });

        var written = await rig.WriteWhileAsync(gateway.Address, async () =>
        {
            foreach (var side in new[] { Side.Target, Side.Source, Side.Target })
            {
                await rig.UntilWrittenAsync(rig.Written() + 20);
                await gateway.SetAsync(side, isHeld: true);
                await gateway.SetAsync(side);
            }

            await rig.UntilWrittenAsync(rig.Written() + 20);
        });

        var verified = await rig.VerifyAsync(gateway.Address);
        Assert.Empty(written.Errors);
        Assert.Equal(0, verified.Lost + verified.UploadsLost);
    }

    [Fact]
    public async Task Write_ServiceIsDownForAWhile_IsRepeatedUntilAcknowledged()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var source = await rig.ServeAsync();
        await using var gateway = await GatewayRig.StartAsync(options => options with { Source = source, Target = new Uri("http://127.0.0.1:1") });

        var written = await rig.WriteWhileAsync(gateway.Address, async () =>
        {
            await rig.UntilWrittenAsync(10);
            await gateway.SetAsync(Side.Target);
            await GatewayRig.EventuallyAsync(async () => (await gateway.StatsAsync()).Target.ServerErrors > 4);
            await gateway.SetAsync(Side.Source);
            await rig.UntilWrittenAsync(rig.Written() + 10);
        });

        var verified = await rig.VerifyAsync(source);
        Assert.True(written.Errors["502"] > 4);
        Assert.Equal(0, verified.Lost + verified.UploadsLost);
    }

    [Fact]
    public void Journal_LastLineIsUnfinished_IsSkipped()
    {
        var path = Path.GetTempFileName();
        using (var journal = new Journal(path))
            journal.Append(new JournalEntry(DateTimeOffset.UnixEpoch, "c", 1, 1, 1m));
        File.AppendAllText(path, """{"at":"2026""");

        var entry = Assert.Single(Journal.Read(path));

        Assert.Equal("c", entry.ClientId);
        File.Delete(path);
    }

    [Theory]
    [InlineData("--journal", "j")]
    [InlineData("--url", "http://a")]
    [InlineData("--url", "http://a", "--journal", "j", "--rate", "0")]
    public void ClientOptions_MissingOrBad_IsRefused(params string[] args) => Assert.Throws<ArgumentException>(() => ClientOptions.Parse(args));
}
