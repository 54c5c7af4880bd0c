using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>
/// The blobs of a ledger. Writes may have conditions; one that does not hold is an answer and no error, also because a
/// request that is repeated after its answer was lost meets what it did itself.
/// </summary>
/// <param name="container">The container; created by the first write that misses it.</param>
internal sealed class LedgerBlobs(BlobContainerClient container)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly BlobHttpHeaders PlainText = new() { ContentType = "text/plain; charset=utf-8" };

    /// <summary>The condition that a blob is not there.</summary>
    public static BlobRequestConditions Missing { get; } = new() { IfNoneMatch = ETag.All };

    /// <summary>Opens a container; nothing is sent.</summary>
    /// <param name="connector">Makes the client.</param>
    /// <param name="connection">The connection: a secret.</param>
    /// <param name="container">The container's name.</param>
    /// <returns>Its blobs.</returns>
    /// <exception cref="AdapterException">The connection is none of the known forms.</exception>
    public static LedgerBlobs Connect(BlobConnector connector, string connection, string container) =>
        new(connector.Connect(connection, new BlobBackupSettings { Connection = connection, Container = container, Timeout = Timeout }));

    /// <summary>Where a blob lies, without the query, which may hold a signature.</summary>
    /// <param name="name">The blob.</param>
    /// <returns>Its URL.</returns>
    public string LocationOf(string name) => $"{container.Uri.GetLeftPart(UriPartial.Path)}/{name}";

    /// <summary>Reads a blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="known">What is known of it; returned when it has not changed, which costs no transfer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The blob, or <see langword="null"/>.</returns>
    public async Task<LedgerBlob?> ReadAsync(string name, LedgerBlob? known, CancellationToken cancellation)
    {
        try
        {
            var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = known?.ETag } };
            var answer = await container.GetBlobClient(name).DownloadContentAsync(options, cancellation);
            if (answer.GetRawResponse().Status == 304)
                return known;
            var content = answer.Value.Content;
            return new LedgerBlob(content.ToString(), content.ToMemory().Length, answer.Value.Details.ETag);
        }
        catch (RequestFailedException error) when (IsMissing(error))
        {
            return null;
        }
    }

    /// <summary>Writes a blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="text">Its content.</param>
    /// <param name="condition">What must hold; <see langword="null"/> for nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The blob, or <see langword="null"/> when the condition does not hold.</returns>
    public async Task<LedgerBlob?> WriteAsync(string name, string text, BlobRequestConditions? condition, CancellationToken cancellation)
    {
        var content = BinaryData.FromString(text);
        var options = new BlobUploadOptions
        {
            Conditions = condition,
            HttpHeaders = PlainText,
            Metadata = new Dictionary<string, string> { [BackupBlobs.HashKey] = LedgerChain.HashDocument(text) },
        };
        try
        {
            var info = await InContainerAsync(() => container.GetBlobClient(name).UploadAsync(content, options, cancellation), cancellation);
            return new LedgerBlob(text, content.ToMemory().Length, info.Value.ETag);
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            return null;
        }
    }

    /// <summary>Appends to an append blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="text">What to append.</param>
    /// <param name="position">The size it must have; 0 when it may have to be created.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its new state, or <see langword="null"/> when it has another size.</returns>
    public async Task<ETag?> AppendAsync(string name, string text, long position, CancellationToken cancellation)
    {
        var blob = container.GetAppendBlobClient(name);
        using var content = BinaryData.FromString(text).ToStream();
        var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = position } };
        try
        {
            if (position == 0)
                await CreateAsync(blob, cancellation);
            return (await blob.AppendBlockAsync(content, options, cancellation)).Value.ETag;
        }
        catch (RequestFailedException error) when (IsConflict(error) || IsMissing(error))
        {
            return null;
        }
    }

    /// <summary>Deletes a blob that is still as it was read. Fine when it is gone.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="known">How it was read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it is gone; not when it has changed.</returns>
    public async Task<bool> DeleteAsync(string name, LedgerBlob known, CancellationToken cancellation)
    {
        try
        {
            var condition = new BlobRequestConditions { IfMatch = known.ETag };
            await container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, condition, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            return false;
        }
    }

    /// <summary>Deletes all blobs whose names begin alike.</summary>
    /// <param name="prefix">How they begin.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAllAsync(string prefix, CancellationToken cancellation)
    {
        var isFound = false;
        try
        {
            await foreach (var item in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellation))
                isFound |= await container.DeleteBlobIfExistsAsync(item.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            return isFound;
        }
        catch (RequestFailedException error) when (IsMissing(error))
        {
            return isFound;
        }
    }

    private async Task CreateAsync(AppendBlobClient blob, CancellationToken cancellation)
    {
        var options = new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All }, HttpHeaders = PlainText };
        try
        {
            await InContainerAsync(() => blob.CreateAsync(options, cancellation), cancellation);
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            // Somebody else did, or an answer was lost; the position tells who appends first.
        }
    }

    // Asked only when it is missing, so that a permission for an existing container suffices.
    private async Task<T> InContainerAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        try
        {
            return await write();
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return await write();
        }
    }

    private static bool IsMissing(RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.BlobNotFound || error.ErrorCode == BlobErrorCode.ContainerNotFound;

    private static bool IsConflict(RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.ConditionNotMet
        || error.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet
        || error.ErrorCode == BlobErrorCode.BlobAlreadyExists;
}
