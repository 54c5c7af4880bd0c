using Azure.Storage.Blobs;
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
        WithBackupAsync(plan, name, scope, async work =>
        {
            await work.Protection.CheckAsync(cancellation);
            var stored = await PutAsync(work.Blobs, work.Settings, folder, scope.Progress, cancellation);
            await ProtectAsync(work, plan, stored, cancellation);
            return Describe(work.Blobs, stored);
        }, cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(plan, name, scope, work => GetAsync(work, folder, scope.Progress, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(
            plan,
            name,
            scope,
            async work => await work.Blobs.ReadManifestAsync(cancellation) is { IsComplete: true } stored ? Describe(work.Blobs, stored) : null,
            cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        WithBackupAsync(plan, name, scope, work => RemoveAsync(work, cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> RemoveExpiredAsync(
        BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation)
    {
        var (container, settings) = await ConnectAsync(plan, scope, cancellation);
        var retention = new BackupRetention(container, settings, scope, logger);
        return await BlobErrors.ExplainAsync(Subject(container), () => retention.RunAsync(plan, now - plan.Retain, cancellation), cancellation);
    }

    private async Task<StoredManifest> PutAsync(
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
        return stored;
    }

    // Once a backup is complete, and again on every run: what holds already costs a look.
    private static async Task ProtectAsync(BackupWork work, BackupPlan plan, StoredManifest stored, CancellationToken cancellation)
    {
        var tier = BackupTiers.WhileRunning(BackupTiers.For(work.Settings.Tier, plan.Retain));
        await work.Protection.SetTierAsync(tier, cancellation);
        if (work.Settings.Lease)
            await work.Lease.TakeAsync(cancellation);
        await work.Protection.SealAsync(stored.StoredAt + plan.Retain, cancellation);
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

    private async Task<StoredBackup> GetAsync(BackupWork work, string folder, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        var blobs = work.Blobs;
        if (await blobs.ReadManifestAsync(cancellation) is not { IsComplete: true } stored)
            throw new AdapterException("there is no complete backup", blobs.Location, "Take the backup first", isTransient: false);
        await work.Protection.RehydrateAsync(cancellation);
        var files = stored.Manifest!.Files;
        var target = new RestoreFolder(folder, stored.Sha256);
        var missing = target.Prepare(files);

        using var window = new TransferWindow(WindowSize.For(work.Settings, largestFileBytes: 0), cancellation);
        var meter = new ProgressMeter(progress, stored.Manifest.TotalBytes());
        meter.Add(stored.Manifest.TotalBytes() - missing.Sum(file => file.SizeBytes));
        var download = new BackupDownload(blobs, target, window, meter);
        await download.FetchAsync(missing);
        target.Finish();

        logger.BackupFetched(blobs.Name, files.Count, stored.Manifest.TotalBytes(), download.FetchedBytes);
        return Describe(blobs, stored);
    }

    private async Task<int> RemoveAsync(BackupWork work, CancellationToken cancellation)
    {
        await work.Lease.EndAsync(cancellation);
        var count = await work.Blobs.RemoveAsync(work.Settings.Immutable != BackupImmutability.None, cancellation);
        if (count > 0)
            logger.BackupRemoved(work.Blobs.Name, count);
        return count;
    }

    private async Task<T> WithBackupAsync<T>(
        BackupPlan plan, string name, StepScope scope, Func<BackupWork, Task<T>> work, CancellationToken cancellation)
    {
        BlobNames.Check(name);
        var (container, settings) = await ConnectAsync(plan, scope, cancellation);
        var blobs = new BackupBlobs(container, name, BackupLease.IdFor(container, name), isTiered: settings.Tier is not null);
        var parts = new BackupWork(blobs, settings, new(container, blobs, settings), new(container, blobs, scope.MigrationId));
        return await BlobErrors.ExplainAsync(blobs.Location, () => Task.Run(() => work(parts), cancellation), cancellation);
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

    private sealed record BackupWork(BackupBlobs Blobs, BlobBackupSettings Settings, BackupProtection Protection, BackupLease Lease);
}
