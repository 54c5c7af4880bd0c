using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>The blobs of one backup.</summary>
/// <param name="container">The container.</param>
/// <param name="name">The backup's name.</param>
/// <param name="leaseId">The lease under which a manifest that is held is changed; none when it is not to be changed then.</param>
/// <param name="isTiered">Whether the plan chooses tiers: then the manifest is hot.</param>
internal sealed class BackupBlobs(BlobContainerClient container, string name, string? leaseId = null, bool isTiered = false)
{
    /// <summary>The metadata key of a blob's hash.</summary>
    public const string HashKey = "sha256";

    private const string RemovingKey = "removing";
    private const string ImmutableCode = "BlobImmutableDueToPolicy";
    private const int ParallelDeletes = 16;

    /// <summary>The backup's name.</summary>
    public string Name { get; } = name;

    /// <summary>Where it lies, without the query, which may hold a signature.</summary>
    public string Location { get; } = $"{container.Uri.GetLeftPart(UriPartial.Path)}/{name}";

    /// <summary>Opens a blob.</summary>
    /// <param name="relative">Its name below the backup's.</param>
    /// <returns>A client.</returns>
    public BlockBlobClient Open(string relative) => container.GetBlockBlobClient($"{Name}/{relative}");

    /// <summary>Lists everything but the manifest, blobs without committed content too.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The blobs by their names below the backup's; <see langword="null"/> when there is no container.</returns>
    public async Task<Dictionary<string, StoredBlob>?> ListAsync(CancellationToken cancellation)
    {
        var found = new Dictionary<string, StoredBlob>(StringComparer.Ordinal);
        var options = new GetBlobsOptions { Prefix = $"{Name}/", Traits = BlobTraits.Metadata, States = BlobStates.Uncommitted };
        try
        {
            await foreach (var item in container.GetBlobsAsync(options, cancellation))
                found[item.Name[(Name.Length + 1)..]] = new StoredBlob(item.Properties.ContentLength ?? 0, item.Metadata.TryGetValue(HashKey, out var hash) ? hash : null);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return null;
        }

        found.Remove(BlobNames.Manifest);
        return found;
    }

    /// <summary>Makes the container. Asked only when it is missing, so that a signature for an existing container suffices.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its content: nothing.</returns>
    public async Task<Dictionary<string, StoredBlob>> CreateContainerAsync(CancellationToken cancellation)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        return [];
    }

    /// <summary>Reads the manifest.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The manifest, or <see langword="null"/>.</returns>
    public async Task<StoredManifest?> ReadManifestAsync(CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult result = await Open(BlobNames.Manifest).DownloadContentAsync(cancellation);
            var bytes = result.Content.ToMemory().Span;
            return new StoredManifest(
                BackupManifest.TryRead(bytes, Name),
                BackupManifest.HashOf(bytes),
                result.Details.LastModified,
                result.Details.Metadata.ContainsKey(RemovingKey),
                result.Details.ETag)
            {
                IsLeased = result.Details.LeaseState == LeaseState.Leased,
            };
        }
        catch (RequestFailedException error) when (IsNotFound(error))
        {
            return null;
        }
    }

    /// <summary>Writes the manifest: from now on the backup is stored. There must be none.</summary>
    /// <param name="bytes">The manifest.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The manifest as it lies in the store.</returns>
    public async Task<StoredManifest> WriteManifestAsync(byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            var options = new BlobUploadOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
                AccessTier = isTiered ? AccessTier.Hot : (AccessTier?)null,
            };
            using var content = new MemoryStream(bytes);
            await Open(BlobNames.Manifest).UploadAsync(content, options, cancellation);
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412 && error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // Ours, if the first answer got lost and the request was repeated: the reading below tells.
        }

        var stored = await ReadManifestAsync(cancellation);
        return stored is { IsBeingRemoved: false } && stored.Sha256 == BackupManifest.HashOf(bytes)
            ? stored
            : throw new AdapterException(
                "somebody else stores a backup of the same name", Location, "Let the other one finish; the step is tried again", isTransient: true);
    }

    /// <summary>Takes a manifest away, because the content is about to differ from it. Fine when it is gone.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is gone.</returns>
    public async Task WithdrawAsync(StoredManifest manifest, CancellationToken cancellation) =>
        await Open(BlobNames.Manifest).DeleteIfExistsAsync(
            DeleteSnapshotsOption.IncludeSnapshots,
            new BlobRequestConditions { IfMatch = manifest.ETag, LeaseId = manifest.IsLeased ? leaseId : null },
            cancellation);

    /// <summary>
    /// Removes everything. The manifest is marked first and deleted last: a backup that is half removed does not count
    /// as stored, and the next run still finds what is left of it.
    /// </summary>
    /// <param name="withVersions">Whether former versions go as well, which the container keeps.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many blobs there were.</returns>
    public async Task<int> RemoveAsync(bool withVersions, CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(cancellation);
        if (manifest is { IsBeingRemoved: false })
            await MarkAsync(manifest, cancellation);
        var blobs = await ListAsync(cancellation) ?? [];
        await DeleteAsync(blobs.Keys, cancellation);
        if (withVersions)
            await DeleteVersionsAsync(cancellation);
        if (manifest is not null)
            await Open(BlobNames.Manifest).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
        if (withVersions)
            await DeleteVersionsAsync(cancellation);
        return blobs.Count + (manifest is null ? 0 : 1);
    }

    /// <summary>Deletes blobs, also such of which only blocks were sent.</summary>
    /// <param name="relatives">Their names below the backup's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when they are gone.</returns>
    public Task DeleteAsync(IEnumerable<string> relatives, CancellationToken cancellation) => Parallel.ForEachAsync(
        relatives,
        new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellation },
        async (relative, stop) => await DeleteAsync(Open(relative), stop));

    private static async Task DeleteAsync(BlockBlobClient blob, CancellationToken cancellation)
    {
        if (await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation))
            return;
        // Blocks that were never committed cannot be deleted; committing nothing discards them.
        await blob.UploadAsync(Stream.Null, cancellationToken: cancellation);
        await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
    }

    // A manifest whose policy has expired may be deleted and never changed; one whose policy has not refuses the rest too.
    private async Task MarkAsync(StoredManifest manifest, CancellationToken cancellation)
    {
        try
        {
            await Open(BlobNames.Manifest).SetMetadataAsync(
                new Dictionary<string, string> { [RemovingKey] = "true" }, new BlobRequestConditions { IfMatch = manifest.ETag }, cancellation);
        }
        catch (RequestFailedException error) when (error.ErrorCode == ImmutableCode)
        {
            // Not marked: the next run finds it expired all the same.
        }
    }

    // Version-level immutability keeps former versions, and a deleted blob is one.
    private async Task DeleteVersionsAsync(CancellationToken cancellation)
    {
        var options = new GetBlobsOptions { Prefix = $"{Name}/", States = BlobStates.Version };
        await foreach (var item in container.GetBlobsAsync(options, cancellation))
        {
            if (item is { IsLatestVersion: not true, VersionId: { } version })
                await container.GetBlobBaseClient(item.Name).WithVersion(version).DeleteIfExistsAsync(cancellationToken: cancellation);
        }
    }

    private static bool IsNotFound(RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.BlobNotFound || error.ErrorCode == BlobErrorCode.ContainerNotFound;
}
