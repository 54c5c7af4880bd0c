using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Opens the targets of trees.</summary>
/// <param name="containers">Opens the container of a URL.</param>
/// <param name="shares">Opens the share of a URL.</param>
internal sealed class TreeStores(Func<Uri, BlobContainerClient> containers, Func<Uri, ShareClient> shares)
{
    private const int Retries = 3;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Opens them with the host's own identity.</summary>
    /// <param name="credential">The identity.</param>
    /// <returns>The stores.</returns>
    public static TreeStores With(TokenCredential credential) => new(
        url => new(Checked(url), credential, new BlobClientOptions { Retry = { MaxRetries = Retries, NetworkTimeout = AnswerTimeout } }),
        url => OpenShare(Checked(url), credential, transport: null));

    /// <summary>Opens a share. With a token Azure Files wants to hear that what protects single files is passed over.</summary>
    /// <param name="url">Its URL.</param>
    /// <param name="credential">The identity.</param>
    /// <param name="transport">How requests are sent; the network's own when it is not given.</param>
    /// <returns>A client; nothing is sent.</returns>
    public static ShareClient OpenShare(Uri url, TokenCredential credential, HttpPipelineTransport? transport)
    {
        var options = new ShareClientOptions { ShareTokenIntent = ShareTokenIntent.Backup, Retry = { MaxRetries = Retries, NetworkTimeout = AnswerTimeout } };
        options.Transport = transport ?? options.Transport;
        return new(url, credential, options);
    }

    /// <summary>Opens a target; nothing is sent.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="owner">Whose it is to be: the component of the migration.</param>
    /// <returns>The target.</returns>
    /// <exception cref="AdapterException">The URL is not https: tokens go nowhere else.</exception>
    public ITreeTarget Open(TreeAddress address, string owner) => address.IsShare
        ? new FileTree(shares(address.Store), address.Folder, owner)
        : new BlobTree(containers(address.Store), address.Folder, owner);

    private static Uri Checked(Uri url) => url.Scheme == Uri.UriSchemeHttps
        ? url
        : throw new AdapterException("it is a plain http URL, and tokens are only sent over https", url.GetLeftPart(UriPartial.Path), "Use https://", isTransient: false);
}
