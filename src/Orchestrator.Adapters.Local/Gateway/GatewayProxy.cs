using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ports;
using Yarp.ReverseProxy.Forwarder;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Answers users: waits at the gate and forwards to the side in force.</summary>
internal sealed class GatewayProxy : IDisposable
{
    private const string RetryAfterSeconds = "5";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    });

    private readonly (string Address, SideTransformer Transformer)[] _sides;
    private readonly Gate _gate;
    private readonly GatewayStats _stats;
    private readonly IHttpForwarder _forwarder;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<GatewayProxy> _logger;

    public GatewayProxy(
        GatewayOptions options, GateWithStats gate, IHttpForwarder forwarder, IHostApplicationLifetime lifetime, ILogger<GatewayProxy> logger)
    {
        (_gate, _stats, _forwarder, _lifetime, _logger) = (gate.Gate, gate.Stats, forwarder, lifetime, logger);
        _sides =
        [
            (options.Source.AbsoluteUri, new SideTransformer(Side.Source, options.SideHeader)),
            (options.Target.AbsoluteUri, new SideTransformer(Side.Target, options.SideHeader)),
        ];
    }

    public async Task InvokeAsync(HttpContext context)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping);
        try
        {
            using var passage = await _gate.EnterAsync(CanBeCut(context.Request), context.Abort, giveUp.Token);
            await ForwardAsync(context, passage.Side);
        }
        catch (GateRefusedException refused)
        {
            await RefuseAsync(context, refused.Message);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(context, "The gateway is being restarted.");
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads change nothing when they end half way; upgraded connections (GET, or CONNECT in HTTP/2) never end by themselves.</summary>
    private static bool CanBeCut(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsConnect(request.Method);

    private async Task ForwardAsync(HttpContext context, Side side)
    {
        var (address, transformer) = _sides[(int)side];
        var error = await _forwarder.SendAsync(context, address, _client, ForwarderRequestConfig.Empty, transformer);
        _stats.CountForwarded(side, context.Response.StatusCode);
        if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
            return;
        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        _logger.SideFailed(side, address, context.Response.StatusCode, cause?.GetBaseException().Message ?? error.ToString());
        if (!context.Response.HasStarted)
            await WriteProblemAsync(context, $"The {side.ToString().ToLowerInvariant()} does not answer.");
    }

    private async Task RefuseAsync(HttpContext context, string reason)
    {
        _stats.CountRefused();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await WriteProblemAsync(context, reason);
    }

    private static Task WriteProblemAsync(HttpContext context, string title) => context.Response.WriteAsJsonAsync(
        new { title, status = context.Response.StatusCode }, options: null, "application/problem+json");
}
