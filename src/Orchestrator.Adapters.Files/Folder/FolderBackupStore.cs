using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>Keeps backups in a folder: a disk or a mounted share, where there is no Azure.</summary>
/// <param name="time">Says when a backup was stored.</param>
/// <param name="logger">Takes what happened.</param>
internal sealed class FolderBackupStore(TimeProvider time, ILogger<FolderBackupStore> logger) : IBackupStore
{
    /// <inheritdoc/>
    public string Kind => "folder";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(FolderSettings));

    /// <inheritdoc/>
    public Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(plan, scope, store =>
        {
            var backup = store.Backup(name);
            var manifest = backup.Put(folder, time.GetUtcNow(), Copy(folder, scope, cancellation), cancellation);
            var stored = backup.Describe(manifest);
            Log.Stored(logger, name, store.Path, stored.FileCount, stored.SizeBytes);
            return stored;
        }, cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(plan, scope, store =>
        {
            var backup = store.Backup(name);
            var manifest = backup.Find() ?? throw Missing(name, store.Path);
            var stored = backup.Describe(manifest);
            backup.Get(manifest, folder, new FileCopy(new ByteProgress(scope.Progress, stored.SizeBytes), cancellation), cancellation);
            return stored;
        }, cancellation);

    /// <inheritdoc/>
    public Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        RunAsync(plan, scope, store => store.Backup(name).Find() is { } manifest ? store.Backup(name).Describe(manifest) : null, cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation) =>
        RunAsync(plan, scope, store => Remove(store, name), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> RemoveExpiredAsync(BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<string>>(plan, scope, store =>
        {
            var expired = store.All().Where(manifest => manifest.StoredAt + plan.Retain <= now).Select(manifest => manifest.Name).ToList();
            return [.. expired.Where(name => Remove(store, name))];
        }, cancellation);

    private bool Remove(FolderStore store, string name)
    {
        store.Backup(name).Remove();
        Log.Removed(logger, name, store.Path);
        return true;
    }

    private static FileCopy Copy(string folder, StepScope scope, CancellationToken cancellation)
    {
        using var root = TreeRoot.Open(folder);
        return new FileCopy(new ByteProgress(scope.Progress, TreeSurvey.Measure(root, cancellation).SizeBytes), cancellation);
    }

    private static AdapterException Missing(string name, string path) => new(
        "there is no complete backup of that name", $"backup '{name}' in '{path}'",
        "Retry from the step that stores the backup", isTransient: false);

    private static async Task<T> RunAsync<T>(BackupPlan plan, StepScope scope, Func<FolderStore, T> work, CancellationToken cancellation)
    {
        var settings = plan.ReadSettings<FolderSettings>();
        var path = await scope.ExpandAsync(settings.Path, cancellation);
        try
        {
            return await Task.Run(() => work(FolderStore.Open(path, settings.Parallelism)), cancellation);
        }
        catch (Exception error) when (FileErrors.Explain(error, $"backup store '{path}' in step '{scope.Step}'") is { } explained)
        {
            throw explained;
        }
    }
}
