using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// Holds a backup's manifest while its migration runs. The lease has no end of its own, so that no host has to be awake to
/// renew it, and its id follows from the backup's place, so that a run after a kill knows its own.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="blobs">The backup.</param>
/// <param name="migrationId">Who works on it.</param>
internal sealed class BackupLease(BlobContainerClient container, BackupBlobs blobs, string migrationId)
{
    private readonly BlobLeaseClient _lease = blobs.Open(BlobNames.Manifest).GetBlobLeaseClient(IdFor(container, blobs.Name));

    /// <summary>Whether the backup is of the migration that works on it.</summary>
    public bool IsOurs => blobs.Name.StartsWith($"{migrationId}/", StringComparison.Ordinal);

    /// <summary>The id of the lease of a backup.</summary>
    /// <param name="container">The container.</param>
    /// <param name="name">The backup's name.</param>
    /// <returns>A GUID.</returns>
    public static string IdFor(BlobContainerClient container, string name) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"orchestrator-lease {container.AccountName}/{container.Name}/{name}")).AsSpan(0, 16)).ToString();

    /// <summary>Takes the lease of a backup of this migration. Fine when it is held already.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is held.</returns>
    /// <exception cref="AdapterException">Somebody else holds one.</exception>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        if (!IsOurs)
            return;
        try
        {
            await _lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, cancellationToken: cancellation);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            throw Foreign();
        }
    }

    /// <summary>Gives the lease back, where this migration holds it. Fine when there is none, and no backup.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether nobody holds the manifest now.</returns>
    public async Task<bool> TryEndAsync(CancellationToken cancellation)
    {
        if (!await IsHeldAsync(cancellation))
            return true;
        if (!IsOurs)
            return false;
        try
        {
            await _lease.ReleaseAsync(cancellationToken: cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.LeaseIdMismatchWithLeaseOperation)
        {
            return false;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return true;
        }
    }

    /// <summary>Gives the lease back, or says who is in the way.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nobody holds the manifest.</returns>
    /// <exception cref="AdapterException">Somebody else holds it.</exception>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (!await TryEndAsync(cancellation))
            throw Foreign();
    }

    /// <summary>The error about a lease that is not this migration's.</summary>
    /// <returns>The error to throw.</returns>
    public AdapterException Foreign() => new(
        IsOurs ? "somebody else holds a lease on its manifest" : "a lease on its manifest protects it: another migration still runs, or somebody else holds it",
        blobs.Location,
        $"Let the other one finish, or break the lease: az storage blob lease break --account-name {container.AccountName} --container-name {container.Name} --blob-name '{blobs.Name}/{BlobNames.Manifest}'",
        isTransient: false);

    private async Task<bool> IsHeldAsync(CancellationToken cancellation)
    {
        try
        {
            BlobProperties properties = await blobs.Open(BlobNames.Manifest).GetPropertiesAsync(cancellationToken: cancellation);
            return properties.LeaseState is LeaseState.Leased or LeaseState.Breaking;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return false;
        }
    }
}
