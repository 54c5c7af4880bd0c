using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Http;

/// <summary>A "database" that a server moves, and its traffic.</summary>
public sealed class HttpDataAdapterTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;
    private TestEndpoint? _endpoint;
    private string _side = "source";

    public HttpDataAdapterTests() => _host = new TestHost(_folder.Path, _ => { });

    private IDataAdapter Adapter => _host.Adapter<IDataAdapter>("http");

    public async Task InitializeAsync() => _endpoint = await TestEndpoint.StartAsync(async (context, body) =>
    {
        var path = context.Request.Path.Value!;
        if (path == "/set")
            _side = JsonDocument.Parse(body).RootElement.GetProperty("side").GetString()!;
        context.Response.StatusCode = path == "/remove" ? 404 : 200;
        await context.Response.WriteAsync(path switch
        {
            "/backUp" => "receipt-7",
            "/compare" => """{"items":[{"name":"t","referenceCount":1,"targetCount":1,"referenceChecksum":"a","targetChecksum":"a"}]}""",
            "/get" => $$"""{"side":"{{_side}}"}""",
            _ => "",
        });
    });

    public async Task DisposeAsync() => await _endpoint!.DisposeAsync();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_Twice_CarriesTheReceipt()
    {
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(new DataSize(9, 1), await Adapter.BackUpAsync(Component(), _folder.Path, _host.Scope("backup"), default));
            await Adapter.RestoreAsync(Component(), _folder.Path, _host.Scope("restore"), default);
            Assert.True((await Adapter.CompareAsync(Component(), _folder.Path, _host.Scope("compare"), default)).IsEqual);
            await Adapter.RemoveTargetAsync(Component(), _host.Scope("remove"), default);
        }

        var restore = _endpoint!.Requests.First(request => request.Path == "/restore");
        Assert.Equal("m-1.restore.db.restore", restore.Key);
        Assert.Contains("\"receipt\":\"receipt-7\"", restore.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_SetGet_GoTogether()
    {
        var spec = TestHost.Spec("http", new { set = Call("set"), get = Call("get"), confirm = Call("confirm") });
        var traffic = _host.Adapter<ITrafficAdapter>("http");

        await traffic.SetAsync(spec, new TrafficState(Side.Target, IsHeld: false), _host.Scope("redirect"), default);

        Assert.Equal(new TrafficState(Side.Target, IsHeld: false), await traffic.GetAsync(spec, _host.Scope("redirect"), default));
        Assert.Equal("status 200", await traffic.ConfirmAsync(spec, Side.Target, _host.Scope("confirm"), default));
    }

    private object Call(string path) => new { url = $"{_endpoint!.Url}/{path}" };

    private DataComponent Component() => DurableJson.Read<DataComponent>(DurableJson.Write(new
    {
        name = "db",
        kind = "http",
        source = new { endpoint = "a" },
        target = new { endpoint = "b" },
        backUp = Call("backUp"),
        restore = Call("restore"),
        compare = Call("compare"),
        remove = Call("remove"),
    }))!;
}
