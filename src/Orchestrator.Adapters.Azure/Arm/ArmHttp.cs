using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Sends calls of any resource type and version through a pipeline of our own. The SDK's generic resource always writes
/// <c>location</c>, which some types refuse, and first asks the provider for its versions.
/// </summary>
/// <param name="pipeline">Retries, signs and sends.</param>
/// <param name="endpoint">Where Resource Manager is.</param>
internal sealed class ArmHttp(HttpPipeline pipeline, Uri endpoint)
{
    /// <summary>Makes the URL of a call.</summary>
    /// <param name="path">A resource id, or one with an action behind it; a query may follow.</param>
    /// <param name="apiVersion">The version of the resource type, exactly.</param>
    /// <returns>The URL.</returns>
    /// <exception cref="ArgumentException">It is no path.</exception>
    public Uri UrlOf(string path, string apiVersion)
    {
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal))
            throw new ArgumentException("A path at Resource Manager begins with one slash.", nameof(path));
        return new Uri(endpoint, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version={Uri.EscapeDataString(apiVersion)}");
    }

    /// <summary>Whether a URL leads to Resource Manager.</summary>
    /// <param name="url">The URL.</param>
    /// <returns>Whether it does.</returns>
    public bool IsOwn(Uri url) => OwnHostPolicy.Leads(endpoint, url);

    /// <summary>Refuses a URL that does not lead to Resource Manager.</summary>
    /// <param name="url">The URL.</param>
    /// <exception cref="Orchestrator.Core.Ports.AdapterException">It leads elsewhere.</exception>
    public void CheckOwn(Uri url) => OwnHostPolicy.Check(endpoint, url);

    /// <summary>Sends a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL.</param>
    /// <param name="body">What is sent as JSON: names in camelCase, no nulls; nothing is added. <see langword="null"/> for no body.</param>
    /// <param name="condition">What has to hold.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, be it a refusal.</returns>
    public async Task<ArmAnswer> SendAsync(RequestMethod method, Uri url, object? body, ArmCondition? condition, CancellationToken cancellation)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(url);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        if (body is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), DurableJson.Options));
        }

        if (condition?.IfMatch is { } match)
            message.Request.Headers.Add(HttpHeader.Names.IfMatch, match);
        if (condition?.IfNoneMatch is { } noneMatch)
            message.Request.Headers.Add(HttpHeader.Names.IfNoneMatch, noneMatch);
        await pipeline.SendAsync(message, cancellation);
        return ArmAnswer.Of(message.Response);
    }
}
