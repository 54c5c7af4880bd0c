using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class NastyTreeTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RestoreAsync_NastyTree_LooksTheSameToOtherTools()
    {
        NastyTree.Create(_bench.Source, withHugeFile: true);

        await _bench.MigrateAsync();

        Assert.Equal(TreeListing.Entries(_bench.Source), TreeListing.Entries(_bench.Target));
        Assert.Equal(TreeListing.Contents(_bench.Source), TreeListing.Contents(_bench.Target));
        Assert.Equal(TreeListing.HardLinks(_bench.Source), TreeListing.HardLinks(_bench.Target));
        Assert.Equal(2, TreeListing.HardLinks(_bench.Target).Length);
    }

    [Fact]
    public async Task RestoreAsync_SparseFiles_StaySparse()
    {
        NastyTree.Create(_bench.Source, withHugeFile: true);

        await _bench.MigrateAsync();

        var source = TreeListing.AllocatedBytes(Path.Combine(_bench.Source, "sparse"));
        foreach (var (name, allocated) in TreeListing.AllocatedBytes(Path.Combine(_bench.Target, "sparse")))
            Assert.InRange(allocated, 0, source[name] + 65_536);
        Assert.InRange(new DirectoryInfo(_bench.Backup).EnumerateFiles().Sum(file => file.Length), 0, 1 << 20);
    }

    [Fact]
    public async Task EveryStep_NastyTree_AgreesOnItsSize()
    {
        NastyTree.Create(_bench.Source);

        var backedUp = await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        var restored = await _bench.RestoreAsync();

        Assert.Equal(backedUp, restored);
        Assert.Equal(backedUp, await _bench.Adapter.MeasureAsync(_bench.Component, Core.Ports.Side.Source, _bench.Scope(), _bench.Patience));
        Assert.Equal(backedUp, await _bench.Adapter.MeasureAsync(_bench.Component, Core.Ports.Side.Target, _bench.Scope(), _bench.Patience));
        Assert.Equal(backedUp.ObjectCount, (await _bench.CompareAsync()).Items[0].ReferenceCount);
    }

    [Fact]
    public async Task RestoreAsync_NothingHidden_LeavesNothingBehind()
    {
        _bench.Write("file", "content");

        await _bench.MigrateAsync();
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(_bench.Target).Select(Path.GetFileName));
        Assert.Equal([".target.orchestrator-m-1"], Directory.EnumerateFiles(_bench.Root).Select(Path.GetFileName));

        await _bench.RemoveAsync();
        Assert.Empty(Directory.EnumerateFiles(_bench.Root));
    }
}
