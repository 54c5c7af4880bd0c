using Azure.Core;
using Azure.Storage.Blobs;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Opens containers with the host's own identity.</summary>
internal static class ContainerOpener
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Opens one; nothing is sent.</summary>
    /// <param name="container">Its URL.</param>
    /// <param name="credential">The identity.</param>
    /// <returns>A client.</returns>
    /// <exception cref="AdapterException">The URL is not https: tokens go nowhere else.</exception>
    public static BlobContainerClient Open(Uri container, TokenCredential credential) => container.Scheme == Uri.UriSchemeHttps
        ? new(container, credential, new BlobClientOptions { Retry = { MaxRetries = 3, NetworkTimeout = AnswerTimeout } })
        : throw new AdapterException("it is a plain http URL, and tokens are only sent over https", container.GetLeftPart(UriPartial.Path), "Use https://", isTransient: false);
}
