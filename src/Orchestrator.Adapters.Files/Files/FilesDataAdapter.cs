using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>Moves a tree of files.</summary>
/// <param name="logger">Takes what happened.</param>
/// <param name="packSizeBytes">How large a pack may become.</param>
/// <param name="time">The clock; the system's when it is not given.</param>
internal sealed partial class FilesDataAdapter(
    ILogger<FilesDataAdapter> logger, long packSizeBytes = TreeOptions.DefaultPackSizeBytes, TimeProvider? time = null) : IDataAdapter
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public string Kind => "files";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(FilesSettings), typeof(FilesPlace), typeof(FilesPlace));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => new Readiness(request, scope).Look(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => side == Side.Source
            ? Measure(request.SourcePath, cancellation)
            : Directory.Exists(request.TargetPath) ? Measure(request.TargetPath, cancellation) : new DataSize(0, 0), cancellation);

    /// <inheritdoc/>
    public Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => BackUp(request, folder, scope, cancellation), cancellation);

    /// <inheritdoc/>
    public Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => request.Target(scope).Prepare(), cancellation);

    /// <inheritdoc/>
    public Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => Restore(request, folder, scope, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => backupFolder is null
            ? CompareWithSource(component.Name, request, scope, cancellation)
            : CompareWithBackup(component.Name, request, backupFolder, scope, cancellation), cancellation);

    /// <inheritdoc/>
    public Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        RunAsync(component, scope, request => request.Target(scope).Remove(cancellation), cancellation);

    /// <inheritdoc/>
    public async Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var request = await FilesRequest.ReadAsync(component, scope, cancellation);
        return side == Side.Source ? request.SourcePath : request.TargetPath;
    }

    private static DataSize Measure(string path, CancellationToken cancellation)
    {
        using var root = TreeRoot.Open(path);
        return TreeSurvey.Measure(root, cancellation);
    }

    private DataSize BackUp(FilesRequest request, string folder, StepScope scope, CancellationToken cancellation)
    {
        MakePrivate(folder);
        using var source = TreeRoot.Open(request.SourcePath);
        var progress = new ByteProgress(scope.Progress, TreeSurvey.Measure(source, cancellation).SizeBytes);
        using var backup = new TreeBackup(source, folder, request.Options with { PackSizeBytes = packSizeBytes }, progress);
        var size = backup.Run(cancellation);
        Log.BackedUp(logger, request.SourcePath, size.ObjectCount, size.SizeBytes);
        return size;
    }

    // The backup holds what the tree's own permissions may protect.
    private static void MakePrivate(string folder)
    {
        using var handle = FileSystem.OpenFolder(folder);
        FileSystem.SetMode(handle, FileSystem.PrivateFolder);
    }

    private DataSize Restore(FilesRequest request, string folder, StepScope scope, CancellationToken cancellation)
    {
        using var target = request.Target(scope).Open();
        var seal = BackupSeal.Read(folder);
        new TreeRestore(target, folder, request.Options, new ByteProgress(scope.Progress, seal.SizeBytes)).Run(scope.MigrationId, cancellation);
        Log.Restored(logger, request.TargetPath, seal.ObjectCount, seal.SizeBytes);
        return new DataSize(seal.SizeBytes, seal.ObjectCount);
    }

    private static DataComparison CompareWithSource(string name, FilesRequest request, StepScope scope, CancellationToken cancellation)
    {
        using var source = TreeRoot.Open(request.SourcePath);
        using var target = TreeRoot.OpenItself(request.TargetPath);
        var progress = new ByteProgress(scope.Progress, 2 * TreeSurvey.Measure(source, cancellation).SizeBytes);
        var reference = Candidate.In(source, request.Options, progress, cancellation).Where(entry => !entry.IsSocket);
        return new TreeComparison(name, request.Options).Run(
            reference, Candidate.In(target, request.Options, progress, cancellation), cancellation);
    }

    private static DataComparison CompareWithBackup(
        string name, FilesRequest request, string folder, StepScope scope, CancellationToken cancellation)
    {
        using var target = TreeRoot.OpenItself(request.TargetPath);
        var progress = new ByteProgress(scope.Progress, BackupSeal.Read(folder).SizeBytes);
        return new TreeComparison(name, request.Options).Run(
            ManifestReader.Read(folder).Select(Candidate.Of), Candidate.In(target, request.Options, progress, cancellation), cancellation);
    }

    private static Task<bool> RunAsync(DataComponent component, StepScope scope, Action<FilesRequest> work, CancellationToken cancellation) =>
        RunAsync(component, scope, request =>
        {
            work(request);
            return true;
        }, cancellation);

    // System calls block, so they get a thread of the pool; whatever the file system says is explained to the reader.
    private static async Task<T> RunAsync<T>(DataComponent component, StepScope scope, Func<FilesRequest, T> work, CancellationToken cancellation)
    {
        var request = await FilesRequest.ReadAsync(component, scope, cancellation);
        try
        {
            return await Task.Run(() => work(request), cancellation);
        }
        catch (Exception error) when (FileErrors.Explain(error, $"data '{component.Name}' in step '{scope.Step}'") is { } explained)
        {
            throw explained;
        }
    }
}
