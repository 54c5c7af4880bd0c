using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class FilesDataAdapterContractTests : DataAdapterContract
{
    private readonly string _root = Directory.CreateTempSubdirectory("orchestrator-files-").FullName;

    protected override IDataAdapter Adapter { get; } = new FilesDataAdapter(NullLogger<FilesDataAdapter>.Instance, packSizeBytes: 1 << 16);

    private string Source => Path.Combine(_root, "source");

    private string Target => Path.Combine(_root, "target");

    public override async Task DisposeAsync()
    {
        NastyTree.Shell("chmod -R u+rwX -- \"$1\" && rm -rf -- \"$1\"", _root);
        await base.DisposeAsync();
    }

    protected override Task<DataComponent> SeedAsync()
    {
        NastyTree.Create(Source);
        return Task.FromResult(FilesComponent.Create(Source, Target));
    }

    protected override Task ChangeSourceAsync() => File.WriteAllTextAsync(Path.Combine(Source, "names", "added"), "added", Patience);

    protected override Task ChangeTargetAsync() => File.WriteAllTextAsync(Path.Combine(Target, "names", "one"), "y", Patience);

    protected override Task MakeEmptyTargetAsync()
    {
        Directory.CreateDirectory(Target);
        return Task.CompletedTask;
    }

    protected override Task OccupyTargetAsync() => File.WriteAllTextAsync(Path.Combine(Target, ".stranger"), "mine", Patience);

    protected override Task<bool> TargetExistsAsync() => Task.FromResult(Directory.Exists(Target));

    protected override Task<bool> TargetIsEmptyAsync() => Task.FromResult(!Directory.EnumerateFileSystemEntries(Target).Any());
}
