using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class TargetFolderTests : IDisposable
{
    private readonly Workbench _bench = new();

    private string Marker => Path.Combine(_bench.Root, ".target.orchestrator-m-1");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PrepareTargetAsync_KilledAroundMakingTheFolder_GoesOn(bool folderMade)
    {
        Announce();
        if (folderMade) Directory.CreateDirectory(_bench.Target);

        await _bench.MigrateAsync();

        Assert.True((await _bench.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task RemoveTargetAsync_KilledBeforeMakingTheFolderAndSomebodyElseDid_LeavesIt()
    {
        Announce();
        Directory.CreateDirectory(_bench.Target);
        File.WriteAllText(Path.Combine(_bench.Target, "theirs"), "content");

        await Assert.ThrowsAsync<AdapterException>(() => _bench.PrepareAsync());
        await _bench.RemoveAsync();

        Assert.True(File.Exists(Path.Combine(_bench.Target, "theirs")));
        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task RemoveTargetAsync_KilledBeforeMakingTheFolder_LeavesNothing()
    {
        Announce();

        await _bench.RemoveAsync();

        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task RemoveTargetAsync_TakenOver_GivesItBackAsItWas()
    {
        NastyTree.Shell("mkdir -m 1770 \"$1\"; chmod 0711 \"$2\"", _bench.Target, _bench.Source);
        _bench.Write("folder/file", "content");
        await _bench.MigrateAsync();
        Assert.Equal("711\n", NastyTree.Shell("stat -c %a \"$1\"", _bench.Target));

        await _bench.RemoveAsync();

        Assert.Equal("1770\n", NastyTree.Shell("stat -c %a \"$1\"", _bench.Target));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Target));
        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task PrepareTargetAsync_NameAsLongAsANameCanBe_Works()
    {
        _bench.Component = FilesComponent.Create(_bench.Source, Path.Combine(_bench.Root, new string('n', 255)));
        _bench.Write("file", "content");

        await _bench.MigrateAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
        await _bench.RemoveAsync();

        Assert.Empty(Directory.EnumerateFiles(_bench.Root));
    }

    [Fact]
    public async Task PrepareTargetAsync_SlashAtTheEndInRehearsal_MakesTheCopyBeside()
    {
        _bench.Component = FilesComponent.Create(_bench.Source, $"{_bench.Target}/");
        var scope = _bench.Scope(isRehearsal: true);

        await _bench.PrepareAsync(scope);

        Assert.True(Directory.Exists($"{_bench.Target}_rehearsal"));
        Assert.False(Directory.Exists(_bench.Target));
    }

    [Fact]
    public async Task RestoreAsync_OtherBackupThanLastTime_LeavesNothingOfTheOld()
    {
        _bench.Write("file", "content");
        _bench.Write("becomes-file/file", "content");
        _bench.Write("becomes-folder", "content");
        NastyTree.Shell("cd \"$1\"; printf x > a; ln a b", _bench.Source);
        await _bench.MigrateAsync();
        NastyTree.Shell("cd \"$1\"; rm file; rm -r becomes-file; rm becomes-folder; printf x > becomes-file; mkdir -m 500 becomes-folder; rm b; cp -p a b", _bench.Source);

        await _bench.MigrateAsync();

        Assert.True((await _bench.CompareAsync()).IsEqual);
        Assert.Equal(TreeListing.Entries(_bench.Source), TreeListing.Entries(_bench.Target));
    }

    private void Announce() => new TargetMarker { MigrationId = "m-1", Origin = TargetOrigin.Announced }.Write(Marker);
}
