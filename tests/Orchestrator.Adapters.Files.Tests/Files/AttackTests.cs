using System.Text.Json;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class AttackTests : IDisposable
{
    private readonly Workbench _bench = new();

    private string Outside => Directory.CreateDirectory(Path.Combine(_bench.Root, "outside")).FullName;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RestoreAsync_FolderReplacedByLinkBefore_WritesNothingOutside()
    {
        _bench.Write("folder/file", "content");
        await _bench.MigrateAsync();
        NastyTree.Shell("rm -r \"$1/folder\" && ln -s \"$2\" \"$1/folder\"", _bench.Target, Outside);

        await _bench.RestoreAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
        Assert.True((await _bench.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RestoreAsync_FolderReplacedByLinkMeanwhile_WritesNothingOutside()
    {
        for (var number = 0; number < 500; number++) _bench.Write($"folder-{number:D3}/file", "content");
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        var swaps = 0;
        var scope = _bench.Scope().With(_ =>
        {
            if (++swaps % 50 != 0) return;
            NastyTree.Shell("cd \"$1\"; for f in folder-*; do mv \"$f\" \"$2.$f\"; ln -s \"$2\" \"$f\"; done", _bench.Target, Outside);
        });

        await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync(scope));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
    }

    [Fact]
    public async Task RestoreAsync_TargetReplacedByLink_Refuses()
    {
        _bench.Write("file", "content");
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        NastyTree.Shell("rmdir \"$1\" && ln -s \"$2\" \"$1\"", _bench.Target, Outside);

        await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync());
        await Assert.ThrowsAsync<AdapterException>(() => _bench.RemoveAsync());

        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
    }

    [Fact]
    public async Task RemoveTargetAsync_LinksInTheTree_LeavesWhatTheyPointTo()
    {
        File.WriteAllText(Path.Combine(Outside, "precious"), "content");
        File.CreateSymbolicLink(Path.Combine(_bench.Source, "link"), Outside);
        await _bench.MigrateAsync();

        await _bench.RemoveAsync();

        Assert.True(File.Exists(Path.Combine(Outside, "precious")));
    }

    public static TheoryData<string, string> Tampered => new()
    {
        { "..", "outside" },
        { "../outside/file", "above" },
        { "/etc/file", "absolute" },
        { "a//b", "empty part" },
        { "./a", "current folder" },
        { "link/file", "below a link" },
        { "missing/file", "below nothing" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task RestoreAsync_ManifestLeadsOutside_Refuses(string path, string why)
    {
        await _bench.PrepareAsync();
        Forge(Entry(string.Empty, EntryType.Folder), Entry("link", EntryType.Symlink) with { Link = PathOf(Outside) }, Entry(path, EntryType.Fifo));

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync());

        Assert.False(error.IsTransient, why);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
    }

    [Fact]
    public async Task RestoreAsync_ManifestWithDevice_Refuses()
    {
        await _bench.PrepareAsync();
        Forge(Entry(string.Empty, EntryType.Folder), Entry("device", EntryType.Device));

        Assert.Contains("manifest", (await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_PackDamaged_NamesTheFile()
    {
        _bench.Write("folder/file", "content");
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        var pack = Directory.EnumerateFiles(_bench.Backup, "*.pack").Single();
        File.WriteAllText(pack, "CONTENT");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync());

        Assert.Contains("folder/file", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.False(File.Exists(Path.Combine(_bench.Target, "folder", "file")));
    }

    [Theory]
    [InlineData(PackFiles.Seal)]
    [InlineData(PackFiles.Manifest)]
    public async Task RestoreAsync_BackupIncompleteOrChanged_Refuses(string file)
    {
        _bench.Write("file", "content");
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        File.WriteAllText(Path.Combine(_bench.Backup, file), "{\n");

        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync())).IsTransient);
        File.Delete(Path.Combine(_bench.Backup, file));
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => _bench.RestoreAsync())).IsTransient);
    }

    private void Forge(params TreeEntry[] entries)
    {
        File.WriteAllLines(Path.Combine(_bench.Backup, PackFiles.Manifest), entries.Select(entry => DurableJson.Write(entry)!));
        var hash = System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(_bench.Backup, PackFiles.Manifest)));
        var seal = new BackupSeal { SizeBytes = 0, ObjectCount = 0, ChangedWhileRead = 0, ManifestSha256 = Convert.ToHexStringLower(hash) };
        File.WriteAllText(Path.Combine(_bench.Backup, PackFiles.Seal), JsonSerializer.Serialize(seal, DurableJson.Options));
    }

    private static TreePath PathOf(string path) => new(System.Text.Encoding.UTF8.GetBytes(path));

    private static TreeEntry Entry(string path, EntryType type) => new()
    {
        Path = PathOf(path),
        Type = type,
        Mode = 0x1FF,
        User = 0,
        Group = 0,
        Modified = new FileTime(0, 0),
    };
}
