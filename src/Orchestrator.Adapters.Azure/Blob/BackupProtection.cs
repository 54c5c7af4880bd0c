using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// Brings what is stored of a backup into its tier and under its policy. Only blobs that are not yet as wanted are
/// touched, so a run after a kill goes on where the other ended.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="blobs">The backup.</param>
/// <param name="settings">What the plan asks for.</param>
internal sealed class BackupProtection(BlobContainerClient container, BackupBlobs blobs, BlobBackupSettings settings)
{
    private const int ParallelRequests = 16;
    private static readonly TimeSpan HighLook = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StandardLook = TimeSpan.FromMinutes(15);

    /// <summary>Refuses, before anything is uploaded, a container that cannot keep its blobs from being changed.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it can, or need not.</returns>
    /// <exception cref="AdapterException">It cannot.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        if (settings.Immutable == BackupImmutability.None)
            return;
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        BlobContainerProperties properties = await container.GetPropertiesAsync(cancellationToken: cancellation);
        if (!properties.HasImmutableStorageWithVersioning)
            throw new AdapterException(
                "it has no version-level immutability, which 'immutable' needs; nothing was uploaded",
                container.Uri.GetLeftPart(UriPartial.Path),
                $"Turn versioning on and migrate it: az storage account blob-service-properties update --account-name {container.AccountName} --enable-versioning true "
                + $"&& az storage container-rm migrate-vlw --storage-account {container.AccountName} --name {container.Name}; or set 'immutable: none'",
                isTransient: false);
    }

    /// <summary>Sets the tier of all content.</summary>
    /// <param name="tier">The tier; <see langword="null"/> leaves it as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many blobs were moved.</returns>
    public async Task<int> SetTierAsync(AccessTier? tier, CancellationToken cancellation)
    {
        if (tier is not { } wanted)
            return 0;
        var others = (await ListAsync(BlobTraits.None, cancellation)).Where(item => !IsManifest(item) && item.Properties.AccessTier != wanted).ToList();
        await ForEachAsync(others, (blob, stop) => blob.SetAccessTierAsync(wanted, cancellationToken: stop), cancellation);
        return others.Count;
    }

    /// <summary>Forbids to change or delete anything of the backup, its manifest included, until then.</summary>
    /// <param name="until">The end of the retention.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the policies are set.</returns>
    public async Task SealAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        if (settings.Immutable == BackupImmutability.None)
            return;
        var policy = new BlobImmutabilityPolicy
        {
            // The service keeps whole seconds.
            ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds()),
            PolicyMode = settings.Immutable == BackupImmutability.Locked ? BlobImmutabilityPolicyMode.Locked : BlobImmutabilityPolicyMode.Unlocked,
        };
        var open = (await ListAsync(BlobTraits.ImmutabilityPolicy, cancellation)).Where(item => !IsSealed(item.Properties.ImmutabilityPolicy, policy)).ToList();
        await ForEachAsync(open, (blob, stop) => blob.SetImmutabilityPolicyAsync(policy, cancellationToken: stop), cancellation);
    }

    /// <summary>Brings the content back from the archive tier, where it is there.</summary>
    /// <param name="cancellation">Gives up asking; what was asked for goes on.</param>
    /// <returns>A task that completes when everything can be read.</returns>
    /// <exception cref="OperationPendingException">It is being brought back.</exception>
    public async Task RehydrateAsync(CancellationToken cancellation)
    {
        var away = (await ListAsync(BlobTraits.None, cancellation)).Where(item => item.Properties.AccessTier == AccessTier.Archive).ToList();
        if (away.Count == 0)
            return;
        var isHigh = settings.Rehydrate == RehydrationSpeed.High;
        var priority = isHigh ? RehydratePriority.High : RehydratePriority.Standard;
        var untold = away.Where(item => item.Properties.ArchiveStatus is null).ToList();
        await ForEachAsync(untold, (blob, stop) => blob.SetAccessTierAsync(AccessTier.Hot, rehydratePriority: priority, cancellationToken: stop), cancellation);
        throw new OperationPendingException(
            $"{blobs.Location}: {away.Count} blobs ({away.Sum(item => item.Properties.ContentLength ?? 0)} bytes) are being brought back from the archive tier with "
            + (isHigh ? "high priority, often within an hour" : "standard priority, which takes up to 15 hours"),
            isHigh ? HighLook : StandardLook);
    }

    private async Task<List<BlobItem>> ListAsync(BlobTraits traits, CancellationToken cancellation)
    {
        var found = new List<BlobItem>();
        await foreach (var item in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{blobs.Name}/", Traits = traits }, cancellation))
            found.Add(item);
        return found;
    }

    private Task ForEachAsync(List<BlobItem> items, Func<BlobBaseClient, CancellationToken, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellation },
        async (item, stop) => await work(container.GetBlobBaseClient(item.Name), stop));

    private bool IsManifest(BlobItem item) => item.Name == $"{blobs.Name}/{BlobNames.Manifest}";

    // A longer policy may be what a person set; it is never shortened.
    private static bool IsSealed(BlobImmutabilityPolicy? present, BlobImmutabilityPolicy wanted) =>
        present is { PolicyMode: not null } && present.ExpiresOn >= wanted.ExpiresOn
        && (present.PolicyMode == wanted.PolicyMode || present.PolicyMode == BlobImmutabilityPolicyMode.Locked);
}
