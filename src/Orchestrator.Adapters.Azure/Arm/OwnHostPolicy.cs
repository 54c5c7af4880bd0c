using Azure.Core;
using Azure.Core.Pipeline;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Lets requests go to Resource Manager's own endpoint only. URLs of operations and of next pages come from answers; one
/// that leads elsewhere would carry the host's token there.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
internal sealed class OwnHostPolicy(Uri endpoint) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) => Check(endpoint, message.Request.Uri.ToUri());

    /// <summary>Whether a URL leads to the endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="url">The URL.</param>
    /// <returns>Whether scheme, host and port are the endpoint's.</returns>
    public static bool Leads(Uri endpoint, Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0
        && Uri.Compare(endpoint, url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Refuses a URL that does not lead to the endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="url">The URL.</param>
    /// <exception cref="AdapterException">It leads elsewhere.</exception>
    public static void Check(Uri endpoint, Uri url)
    {
        if (!Leads(endpoint, url))
            throw new AdapterException(
                $"an answer leads to {(url.IsAbsoluteUri ? url.GetLeftPart(UriPartial.Authority) : "no host")}, where the host's token must not be sent",
                $"Resource Manager at {endpoint.Authority}",
                "Check who answers at Orchestrator:Azure:ResourceManager:Endpoint: a proxy in between must keep the URLs of answers at that host",
                isTransient: false);
    }
}
