using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Keeps backups in Azure Blob Storage, or whatever speaks its protocol. <see cref="BlobNames"/> tells the layout.</summary>
/// <param name="connector">Opens containers.</param>
/// <param name="logger">Takes logs.</param>
internal sealed class BlobBackupStore(BlobConnector connector, ILogger<BlobBackupStore> logger) : IBackupStore
{
    /// <inheritdoc/>
    public string Kind => "blob";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(BlobBackupSettings));

    /// <inheritdoc/>
    public Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(plan, name, scope, (blobs, settings) => PutAsync(blobs, settings, folder, scope.Progress, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(plan, name, scope, (blobs, settings) => GetAsync(blobs, settings, folder, scope.Progress, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(
            plan,
            name,
            scope,
            async (blobs, _) => await blobs.ReadManifestAsync(cancellation) is { IsComplete: true } stored ? Describe(blobs, stored) : null,
            cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(plan, name, scope, (blobs, _) => RemoveAsync(blobs, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> RemoveExpiredAsync(
        BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation)
    {
        var (container, _) = await ConnectAsync(plan, scope, cancellation);
        return await BlobErrors.ExplainAsync(
            Subject(container), () => RemoveExpiredAsync(container, now - plan.Retain, cancellation), cancellation);
    }

    private async Task<StoredBackup> PutAsync(
        BackupBlobs blobs, BlobBackupSettings settings, string folder, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        var files = LocalFolder.Scan(folder);
        var stored = await blobs.ReadManifestAsync(cancellation);
        var existing = await blobs.ListAsync(cancellation) ?? await blobs.CreateContainerAsync(cancellation);
        // Whoever changes the content withdraws the manifest first: what it says is never untrue.
        var withdrawal = new Lazy<Task>(() => stored is null ? Task.CompletedTask : blobs.WithdrawAsync(stored, cancellation));

        using var window = new TransferWindow(WindowSize.For(settings, files.Select(file => file.SizeBytes).DefaultIfEmpty().Max()), cancellation);
        var meter = new ProgressMeter(progress, files.Sum(file => file.SizeBytes));
        var upload = new BackupUpload(blobs, existing, window, meter, () => withdrawal.Value);
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, blobs.Name, await upload.SendAsync(files));

        var bytes = manifest.ToBytes();
        if (withdrawal.IsValueCreated || stored is not { IsComplete: true } || stored.Sha256 != BackupManifest.HashOf(bytes))
        {
            await withdrawal.Value;
            await SettleAsync(blobs, upload.Expected, cancellation);
            stored = await blobs.WriteManifestAsync(bytes, cancellation);
        }

        logger.BackupStored(blobs.Name, blobs.Location, files.Count, manifest.TotalBytes(), upload.SentBytes);
        return Describe(blobs, stored);
    }

    // The store's own word, asked for after everything was sent: each blob is committed with its size and hash.
    private static async Task SettleAsync(BackupBlobs blobs, Dictionary<string, StoredBlob> expected, CancellationToken cancellation)
    {
        var listed = await blobs.ListAsync(cancellation) ?? [];
        foreach (var (blob, content) in expected)
        {
            if (listed.GetValueOrDefault(blob) != content)
                throw new AdapterException($"the store does not list '{blob}' as it was sent", blobs.Location, "The step is tried again", isTransient: true);
        }

        await blobs.DeleteAsync(listed.Keys.Where(blob => !expected.ContainsKey(blob)), cancellation);
    }

    private async Task<StoredBackup> GetAsync(
        BackupBlobs blobs, BlobBackupSettings settings, string folder, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        if (await blobs.ReadManifestAsync(cancellation) is not { IsComplete: true } stored)
            throw new AdapterException("there is no complete backup", blobs.Location, "Take the backup first", isTransient: false);
        var files = stored.Manifest!.Files;
        var target = new RestoreFolder(folder, stored.Sha256);
        var missing = target.Prepare(files);

        using var window = new TransferWindow(WindowSize.For(settings, largestFileBytes: 0), cancellation);
        var meter = new ProgressMeter(progress, stored.Manifest.TotalBytes());
        meter.Add(stored.Manifest.TotalBytes() - missing.Sum(file => file.SizeBytes));
        var download = new BackupDownload(blobs, target, window, meter);
        await download.FetchAsync(missing);
        target.Finish();

        logger.BackupFetched(blobs.Name, files.Count, stored.Manifest.TotalBytes(), download.FetchedBytes);
        return Describe(blobs, stored);
    }

    private async Task<int> RemoveAsync(BackupBlobs blobs, CancellationToken cancellation)
    {
        var count = await blobs.RemoveAsync(cancellation);
        if (count > 0)
            logger.BackupRemoved(blobs.Name, count);
        return count;
    }

    private async Task<IReadOnlyList<string>> RemoveExpiredAsync(BlobContainerClient container, DateTimeOffset storedUntil, CancellationToken cancellation)
    {
        var removed = new List<string>();
        foreach (var name in await NamesAsync(container, cancellation))
        {
            var blobs = new BackupBlobs(container, name);
            // Without a manifest it may be a backup that is being stored right now.
            if (await blobs.ReadManifestAsync(cancellation) is not { } stored)
                continue;
            if (stored.Manifest is null)
                logger.ForeignManifest(blobs.Location);
            else if (stored.IsBeingRemoved || stored.StoredAt <= storedUntil)
            {
                await RemoveAsync(blobs, cancellation);
                removed.Add(name);
            }
        }

        return removed;
    }

    private static async Task<List<string>> NamesAsync(BlobContainerClient container, CancellationToken cancellation)
    {
        var names = new List<string>();
        try
        {
            await foreach (var migration in FoldersAsync(container, "", cancellation))
            {
                await foreach (var backup in FoldersAsync(container, migration, cancellation))
                    names.Add(backup.TrimEnd('/'));
            }
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return names;
        }

        return names;
    }

    private static IAsyncEnumerable<string> FoldersAsync(BlobContainerClient container, string prefix, CancellationToken cancellation) => container
        .GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/", Prefix = prefix }, cancellation)
        .Where(item => item.IsPrefix)
        .Select(item => item.Prefix);

    private async Task<T> WithBackupAsync<T>(
        BackupPlan plan, string name, StepScope scope, Func<BackupBlobs, BlobBackupSettings, Task<T>> work, CancellationToken cancellation)
    {
        BlobNames.Check(name);
        var (container, settings) = await ConnectAsync(plan, scope, cancellation);
        var blobs = new BackupBlobs(container, name);
        return await BlobErrors.ExplainAsync(blobs.Location, () => Task.Run(() => work(blobs, settings), cancellation), cancellation);
    }

    private async Task<(BlobContainerClient Container, BlobBackupSettings Settings)> ConnectAsync(
        BackupPlan plan, StepScope scope, CancellationToken cancellation)
    {
        var settings = plan.ReadSettings<BlobBackupSettings>();
        return (connector.Connect(await scope.ExpandAsync(settings.Connection, cancellation), settings), settings);
    }

    private static string Subject(BlobContainerClient container) => container.Uri.GetLeftPart(UriPartial.Path);

    private static StoredBackup Describe(BackupBlobs blobs, StoredManifest stored) => new(
        blobs.Name, blobs.Location, stored.Manifest!.TotalBytes(), stored.Manifest.Files.Count, stored.Sha256, stored.StoredAt);
}
