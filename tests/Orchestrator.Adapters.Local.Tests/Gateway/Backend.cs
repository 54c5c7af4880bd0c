using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

/// <summary>A side that counts what reaches it: a real Kestrel.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>How often each order arrived.</summary>
    public ConcurrentDictionary<string, int> Orders { get; } = new();

    /// <summary>How many requests it works on.</summary>
    public int Working;

    /// <summary>While set to a pending task, orders and slow reads wait for it.</summary>
    public Task Brake { get; set; } = Task.CompletedTask;

    public string? LastForwardedFor { get; private set; }

    public static async Task<Backend> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddRoutingCore();
        var backend = new Backend(builder.Build());
        backend.Map();
        await backend._app.StartAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.UseWebSockets();
        _app.MapGet("/health", (HttpRequest request) =>
        {
            LastForwardedFor = request.Headers["X-Forwarded-For"];
            return Results.Text("ok");
        });
        _app.MapPost("/orders/{id}", (string id) => WorkAsync(() => Orders.AddOrUpdate(id, 1, (_, count) => count + 1)));
        _app.MapGet("/slow", () => WorkAsync(() => 1));
        _app.MapPost("/measure", async (HttpRequest request) => await ZeroStream.CountAsync(request.Body));
        _app.MapGet("/zeros/{sizeBytes}", (long sizeBytes) => Results.Stream(new ZeroStream(sizeBytes)));
        _app.MapGet("/socket", (HttpContext context) => EchoAsync(context));
        _app.MapGet("/spoof", (HttpResponse response) => response.Headers["X-Orchestrator-Side"] = "nobody");
    }

    private async Task<IResult> WorkAsync(Func<int> work)
    {
        Interlocked.Increment(ref Working);
        try
        {
            await Brake;
            return Results.Text(work().ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            Interlocked.Decrement(ref Working);
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            context.Abort();
        }
    }
}
