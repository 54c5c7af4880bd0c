using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Files.Folder;
using Orchestrator.Contracts.Backups;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Tests.Folder;

public sealed class FolderBackupStoreContractTests : BackupStoreContract
{
    private readonly string _root = Directory.CreateTempSubdirectory("orchestrator-store-").FullName;

    protected override IBackupStore Store { get; } = new FolderBackupStore(TimeProvider.System, NullLogger<FolderBackupStore>.Instance);

    protected override BackupPlan Plan => new()
    {
        Kind = "folder",
        Settings = new Dictionary<string, JsonElement> { ["path"] = JsonSerializer.SerializeToElement(Path.Combine(_root, "store")) },
    };

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    protected override async Task DamageAsync(string name, string path)
    {
        var stored = Path.Combine(_root, "store", name, "files", path);
        var content = await File.ReadAllBytesAsync(stored, Patience);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(stored, content, Patience);
    }
}
