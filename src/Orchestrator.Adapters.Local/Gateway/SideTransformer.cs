using Microsoft.AspNetCore.Http;
using Orchestrator.Core.Ports;
using Yarp.ReverseProxy.Forwarder;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Passes requests on as they came, tells the side who asked, and tells the user which side answered.</summary>
internal sealed class SideTransformer(Side side, string sideHeader) : HttpTransformer
{
    private readonly string _name = side.ToString().ToLowerInvariant();

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.TryAddWithoutValidation("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
        headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copyBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        // Overwritten rather than added: the header is a proof, so a side must not be able to set it.
        if (proxyResponse is not null)
            httpContext.Response.Headers[sideHeader] = _name;
        return copyBody;
    }
}
