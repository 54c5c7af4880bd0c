using System.Net;
using System.Net.Http.Json;
using System.Text;
using Orders.Client;
using Orders.Serve;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Samples;

[Collection(PostgreSqlFixture.Name)]
public sealed class OrdersAppTests(PostgreSqlFixture postgreSql)
{
    private static readonly OrderRequest Order = new("client", 1, "ada@example.com", [new OrderItem("TEA", 2, 3.50m)]);

    [Fact]
    public async Task Place_Twice_IsOneOrder()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        using var api = new OrdersApi(await rig.ServeAsync());

        var first = await api.PlaceAsync(Order, CancellationToken.None);
        var second = await api.PlaceAsync(Order, CancellationToken.None);

        Assert.Equal(first, second);
        Assert.Equal(7.00m, (await api.ListAsync("client", CancellationToken.None))[1].Total);
        Assert.Equal(1, await rig.QueryAsync<long>($"select count(*) from audit_log where order_id = {first.OrderId}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"clientId":"c","sequence":1,"customer":"a@b","items":[]}""")]
    [InlineData("""{"clientId":"c","sequence":1,"customer":"a@b","items":[{"sku":"x","quantity":0,"unitPrice":1}]}""")]
    public async Task Place_BadOrder_IsBadRequest(string body)
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        using var client = new HttpClient { BaseAddress = await rig.ServeAsync() };

        using var answer = await client.PostAsync(new Uri("/orders", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("it's 1 & more.bin")]
    [InlineData("Änderung №1.txt")]
    public async Task Upload_AnyName_IsReadBack(string name)
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        using var api = new OrdersApi(await rig.ServeAsync());

        var stored = await api.UploadAsync(1, name, [1, 2, 3], CancellationToken.None);

        Assert.Equal(3, stored.SizeBytes);
        Assert.Equal(stored.Sha256, await api.HashAsync(1, name, CancellationToken.None));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public async Task Upload_NameThatLeadsElsewhere_IsBadRequest(string name)
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        using var api = new OrdersApi(await rig.ServeAsync());

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => api.UploadAsync(1, name, [1], CancellationToken.None));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task Health_DatabaseIsReadOnly_SaysSoAndOrdersAreAskedToTryAgain()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        var database = await rig.QueryAsync<string>("select current_database()");
        await postgreSql.Server.PsqlAsync("postgres", $"alter database {database} set default_transaction_read_only = on");
        var url = await rig.ServeAsync();
        using var client = new HttpClient { BaseAddress = url };

        var health = await client.GetFromJsonAsync<Health>("/health");
        using var placed = await client.PostAsJsonAsync("/orders", Order);

        Assert.Equal(new Health("ok", Writable: false), health);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, placed.StatusCode);
    }

    [Fact]
    public async Task Health_UploadsAreMissing_IsUnavailable()
    {
        await using var rig = await OrdersRig.CreateAsync(postgreSql.Server);
        Directory.Delete(rig.Settings.Uploads, recursive: true);
        using var client = new HttpClient { BaseAddress = await rig.ServeAsync() };

        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }
}
