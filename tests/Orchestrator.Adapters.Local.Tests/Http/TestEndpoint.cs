using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.Local.Tests.Http;

/// <summary>An operator's endpoint: a real server on a free port.</summary>
public sealed class TestEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestEndpoint(WebApplication app) => _app = app;

    /// <summary>All requests so far: method, path and query, idempotency key, body.</summary>
    public ConcurrentQueue<(string Method, string Path, string Key, string Body)> Requests { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<TestEndpoint> StartAsync(Func<HttpContext, string, Task> answerAsync)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new TestEndpoint(builder.Build());
        endpoint._app.Run(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            endpoint.Requests.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers["Idempotency-Key"].ToString(), body));
            await answerAsync(context, body);
        });
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
