using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts.Compute;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Http;

/// <summary>A "workload" that is a number in a server.</summary>
public sealed class HttpComputeAdapterTests : ComputeAdapterContract, IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestHost _host;
    private TestEndpoint? _endpoint;
    private int _running;

    public HttpComputeAdapterTests() => _host = new TestHost(_folder.Path, _ => { });

    protected override IComputeAdapter Adapter => _host.Adapter<IComputeAdapter>("http");

    protected override AdapterSpec Spec => TestHost.Spec("http", new
    {
        start = new { url = $"{_endpoint!.Url}/start" },
        stop = new { url = $"{_endpoint.Url}/stop" },
        status = new { url = $"{_endpoint.Url}/status" },
    });

    public async Task InitializeAsync() => _endpoint = await TestEndpoint.StartAsync(async (context, _) =>
    {
        switch (context.Request.Path)
        {
            case "/start":
                Interlocked.Increment(ref _running);
                break;
            case "/stop":
                Interlocked.Exchange(ref _running, 0);
                break;
            default:
                await context.Response.WriteAsync(_running > 0 ? """{"state":"running"}""" : """{"state":"stopped"}""");
                break;
        }
    });

    public async Task DisposeAsync() => await _endpoint!.DisposeAsync();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Start_Calls_CarryTheKeyOfTheOperation()
    {
        await StartAsync();
        await StopAsync();

        var posts = _endpoint!.Requests.Where(request => request.Method == "POST").ToList();
        Assert.Equal(["m-1.start.start", "m-1.stop.stop"], posts.Select(request => request.Key));
        Assert.Contains("\"side\":\"target\"", posts[0].Body, StringComparison.Ordinal);
    }

    protected override int CountRunning() => _running;

    protected override StepScope Scope(string step) => _host.Scope(step, Spec);
}
