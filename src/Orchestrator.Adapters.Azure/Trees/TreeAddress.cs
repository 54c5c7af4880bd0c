using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Where a plan sends a tree.</summary>
/// <param name="Store">The URL of the container or share.</param>
/// <param name="Folder">The folder of it, without slashes at its ends; nothing for all of it.</param>
/// <param name="IsShare">Whether it is a share of Azure Files, and no container of blobs.</param>
internal sealed record TreeAddress(Uri Store, string Folder, bool IsShare)
{
    /// <summary>The name of the container or share.</summary>
    public string StoreName => Store.AbsolutePath.TrimEnd('/').Split('/')[^1];

    /// <summary>The name of the account.</summary>
    public string Account => IsShare ? new ShareUriBuilder(Store).AccountName : new BlobUriBuilder(Store).AccountName;

    /// <summary>What a person grants on the account.</summary>
    public string Role => IsShare ? "Storage File Data Privileged Contributor" : "Storage Blob Data Contributor";

    /// <summary>What the store can hold there.</summary>
    public TreeNames Names => IsShare ? TreeNames.OfShare(Folder) : TreeNames.OfContainer(Folder);

    /// <summary>Reads the URL of a container, a share, or a folder of one.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="subject">The component, for people.</param>
    /// <returns>The address.</returns>
    /// <exception cref="AdapterException">It is none, or holds a signature.</exception>
    public static TreeAddress Parse(string url, string subject)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.HostNameType == UriHostNameType.Unknown)
            throw Wrong(subject, "'target.url' is no URL", "Use https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER, or https://ACCOUNT.file.core.windows.net/SHARE/FOLDER");
        if (uri.Query.Length > 0)
            throw Wrong(subject, "'target.url' holds a signature, and a tool would get it on its command line, which everybody on the machine sees",
                "Remove everything from '?' on, and give the host's identity the role instead: az role assignment create --role 'Storage Blob Data Contributor' (or 'Storage File Data Privileged Contributor') --assignee IDENTITY --scope ACCOUNT");
        // Also in the newer names of accounts: ACCOUNT.z01.file.storage.azure.net.
        return uri.Host.Contains(".file.", StringComparison.OrdinalIgnoreCase) ? OfShare(uri, subject) : OfContainer(uri, subject);
    }

    /// <summary>A folder in it.</summary>
    /// <param name="folder">The folder, with or without slashes at its ends.</param>
    /// <returns>Its address.</returns>
    public TreeAddress In(string? folder) => this with { Folder = string.Join('/', new[] { Folder, folder?.Trim('/') ?? "" }.Where(part => part.Length > 0)) };

    /// <summary>The copy beside it that a rehearsal makes; itself otherwise.</summary>
    /// <param name="scope">Tells whether it is a rehearsal.</param>
    /// <returns>The address to work on.</returns>
    public TreeAddress For(StepScope scope)
    {
        if (!scope.IsRehearsal)
            return this;
        return Folder.Length > 0
            ? this with { Folder = scope.TargetName(Folder) }
            : this with { Store = new Uri($"{Store.AbsoluteUri.TrimEnd('/')}-rehearsal") }; // a container's name has no underscores
    }

    private static TreeAddress OfContainer(Uri url, string subject)
    {
        var parts = new BlobUriBuilder(url);
        var folder = parts.BlobName.Trim('/');
        if (string.IsNullOrEmpty(parts.BlobContainerName))
            throw Wrong(subject, "'target.url' names no container", "Use https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER");
        parts.BlobName = "";
        return new(parts.ToUri(), folder, IsShare: false);
    }

    private static TreeAddress OfShare(Uri url, string subject)
    {
        var parts = new ShareUriBuilder(url);
        var folder = parts.DirectoryOrFilePath.Trim('/');
        if (string.IsNullOrEmpty(parts.ShareName))
            throw Wrong(subject, "'target.url' names no share", "Use https://ACCOUNT.file.core.windows.net/SHARE/FOLDER");
        parts.DirectoryOrFilePath = "";
        return new(parts.ToUri(), folder, IsShare: true);
    }

    private static AdapterException Wrong(string subject, string problem, string remedy) => new(problem, subject, remedy, isTransient: false);
}
