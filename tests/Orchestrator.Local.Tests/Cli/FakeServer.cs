using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Orchestrator.Local.Tests.Cli;

/// <summary>A real HTTP server on a free loopback port that answers as it is told and remembers what it was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = [];

    private FakeServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The requests as <c>VERB /path?query</c>, with the body behind.</summary>
    public ConcurrentQueue<(string Line, string Body, IHeaderDictionary Headers)> Requests { get; } = [];

    public static async Task<FakeServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers a route; the query does not matter.</summary>
    public void On(string route, Func<HttpContext, Task> answer) => _answers[route] = answer;

    public void OnJson(string route, object value, int status = 200) => On(route, context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        return context.Response.WriteAsync(value as string ?? Core.Durability.DurableJson.Write(value)!);
    });

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var route = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(($"{route}{context.Request.QueryString}", await reader.ReadToEndAsync(), new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase))));
        if (_answers.TryGetValue(route, out var answer))
            await answer(context);
        else
            context.Response.StatusCode = 404;
    }
}
