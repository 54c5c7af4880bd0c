using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>A folder for one test with a source, a place for a target, and the adapter.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));

    public Workbench(params (string Key, object Value)[] settings)
    {
        Directory.CreateDirectory(Source);
        Component = FilesComponent.Create(Source, Target, settings);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("orchestrator-files-").FullName;

    public string Source => Path.Combine(Root, "source");

    public string Target => Path.Combine(Root, "target");

    public string Backup => Directory.CreateDirectory(Path.Combine(Root, "backup")).FullName;

    public DataComponent Component { get; set; }

    // Small packs, so that small trees have many.
    public IDataAdapter Adapter { get; init; } = new FilesDataAdapter(NullLogger<FilesDataAdapter>.Instance, packSizeBytes: 1 << 20);

    public CancellationToken Patience => _patience.Token;

    public StepScope Scope(bool isRehearsal = false, string migrationId = "m-1") =>
        TestScope.Create(Component, Path.Combine(Root, "work"), "step", isRehearsal, migrationId);

    public string Write(string path, string content)
    {
        var full = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public Task<DataSize> BackUpAsync(StepScope? scope = null) => Adapter.BackUpAsync(Component, Backup, scope ?? Scope(), Patience);

    public Task PrepareAsync(StepScope? scope = null) => Adapter.PrepareTargetAsync(Component, scope ?? Scope(), Patience);

    public Task<DataSize> RestoreAsync(StepScope? scope = null) => Adapter.RestoreAsync(Component, Backup, scope ?? Scope(), Patience);

    public Task RemoveAsync(StepScope? scope = null) => Adapter.RemoveTargetAsync(Component, scope ?? Scope(), Patience);

    public Task<DataComparison> CompareAsync(string? backup = null, StepScope? scope = null) =>
        Adapter.CompareAsync(Component, backup, scope ?? Scope(), Patience);

    public Task<IReadOnlyList<Finding>> CheckAsync() => Adapter.CheckReadinessAsync(Component, Scope(), Patience);

    public async Task MigrateAsync()
    {
        await BackUpAsync();
        await PrepareAsync();
        await RestoreAsync();
    }

    public void Dispose()
    {
        _patience.Dispose();
        NastyTree.Shell("chmod -R u+rwX -- \"$1\" && rm -rf -- \"$1\"", Root);
    }
}
