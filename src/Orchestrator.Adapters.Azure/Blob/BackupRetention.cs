using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>What happens to backups when a migration has ended: its own leave its lease and go to their tier; expired ones go.</summary>
/// <param name="container">The container.</param>
/// <param name="settings">What the plan asks for.</param>
/// <param name="scope">The migration that has ended.</param>
/// <param name="logger">Takes logs.</param>
internal sealed class BackupRetention(BlobContainerClient container, BlobBackupSettings settings, StepScope scope, ILogger logger)
{
    /// <summary>Looks through the container.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="storedUntil">What was stored until then has expired.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The names of the removed backups.</returns>
    /// <exception cref="AdapterException">Somebody holds a lease on a backup of this migration; the others have been seen to.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(BackupPlan plan, DateTimeOffset storedUntil, CancellationToken cancellation)
    {
        var removed = new List<string>();
        AdapterException? refusal = null;
        foreach (var name in await NamesAsync(cancellation))
        {
            var blobs = new BackupBlobs(container, name);
            // Without a manifest it may be a backup that is being stored right now.
            if (await blobs.ReadManifestAsync(cancellation) is not { } stored)
                continue;
            if (stored.Manifest is null)
                logger.ForeignManifest(blobs.Location);
            else if (await ReleaseAsync(blobs, cancellation) is { } refused)
                refusal ??= refused.IsOurs ? refused.Foreign() : null;
            else if (stored.IsBeingRemoved || stored.StoredAt <= storedUntil)
                removed.Add(await RemoveAsync(blobs, cancellation));
            else
                await ArchiveAsync(blobs, plan, cancellation);
        }

        return refusal is null ? removed : throw refusal;
    }

    private async Task<BackupLease?> ReleaseAsync(BackupBlobs blobs, CancellationToken cancellation)
    {
        var lease = new BackupLease(container, blobs, scope.MigrationId);
        if (await lease.TryEndAsync(cancellation))
            return null;
        logger.BackupLeased(blobs.Location);
        return lease;
    }

    private async Task<string> RemoveAsync(BackupBlobs blobs, CancellationToken cancellation)
    {
        var count = await blobs.RemoveAsync(settings.Immutable != BackupImmutability.None, cancellation);
        if (count > 0)
            logger.BackupRemoved(blobs.Name, count);
        return blobs.Name;
    }

    private async Task ArchiveAsync(BackupBlobs blobs, BackupPlan plan, CancellationToken cancellation)
    {
        if (!new BackupLease(container, blobs, scope.MigrationId).IsOurs)
            return;
        var tier = BackupTiers.For(settings.Tier, plan.Retain);
        if (await new BackupProtection(container, blobs, settings).SetTierAsync(tier, cancellation) is var count and > 0)
            logger.BackupMoved(blobs.Name, tier.ToString()!, count);
    }

    private async Task<List<string>> NamesAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        try
        {
            await foreach (var migration in FoldersAsync("", cancellation))
            {
                await foreach (var backup in FoldersAsync(migration, cancellation))
                    names.Add(backup.TrimEnd('/'));
            }
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return names;
        }

        return names;
    }

    private IAsyncEnumerable<string> FoldersAsync(string prefix, CancellationToken cancellation) => container
        .GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/", Prefix = prefix }, cancellation)
        .Where(item => item.IsPrefix)
        .Select(item => item.Prefix);
}
