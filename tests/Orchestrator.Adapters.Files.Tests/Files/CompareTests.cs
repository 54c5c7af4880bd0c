using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class CompareTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("chmod 0601 below/file", "mode is 0644 in the source, 0601 in the target")]
    [InlineData("chmod 0700 below", "mode is 0755 in the source, 0700 in the target")]
    [InlineData("touch -d '2001-01-01 00:00:00.000000001Z' below/file", "modified is ")]
    [InlineData("touch -h -d '2001-01-01 00:00:00.000000001Z' link", "modified is ")]
    [InlineData("touch -d '2001-01-01Z' .", "'.': modified is ")]
    [InlineData("printf chanGed > below/file", "sha256 is ")]
    [InlineData("printf 'content and more' > below/file", "size is 7 in the source, 16 in the target")]
    [InlineData("rm below/file", "'below/file': a file in the source, missing in the target")]
    [InlineData("rmdir empty", "'empty': a folder in the source, missing in the target")]
    [InlineData("touch $'stra\\nnger'", "'stra\\x0anger': not in the source, a file in the target")]
    [InlineData("rm link; ln -s elsewhere link", "link is below/file in the source, elsewhere in the target")]
    [InlineData("rm link; printf x > link", "type is symbolic link in the source, file in the target")]
    [InlineData("cp -p first copy; mv copy second", "type is hard link in the source, file in the target")]
    [InlineData("rmdir empty; printf x > empty", "type is folder in the source, file in the target")]
    public async Task CompareAsync_OneThingDiffers_SaysWhat(string change, string difference)
    {
        NastyTree.Shell("cd \"$1\"; umask 022; mkdir below empty; printf content > below/file; ln -s below/file link; printf x > first; ln first second", _bench.Source);
        await _bench.MigrateAsync();
        Assert.True((await _bench.CompareAsync(_bench.Backup)).IsEqual);
        // What a change does to the times of the folder that it is in would differ as well.
        NastyTree.Shell($"cd \"$1\"; {change}", _bench.Target);

        foreach (var comparison in new[] { await _bench.CompareAsync(), await _bench.CompareAsync(_bench.Backup) })
        {
            Assert.False(comparison.IsEqual);
            Assert.Contains(comparison.Items[0].FirstDifferences, text => text.Contains(difference, StringComparison.Ordinal));
            Assert.Contains(comparison.Items.Skip(1), item => !item.IsEqual);
        }
    }

    [Fact]
    public async Task CompareAsync_ManyTopLevelFolders_AreFewRows()
    {
        for (var number = 0; number < 200; number++) _bench.Write($"folder-{number:D3}/file", "content");
        _bench.Write("file", "content");
        await _bench.MigrateAsync();
        NastyTree.Shell("rm \"$1\"/folder-*/file", _bench.Target);

        var comparison = await _bench.CompareAsync();

        Assert.Equal(50, comparison.Items.Count);
        Assert.Equal("uploads", comparison.Items[0].Name);
        Assert.Equal((201L, 1L), (comparison.Items[0].ReferenceCount, comparison.Items[0].TargetCount));
        Assert.Equal("uploads/(other folders)", comparison.Items[^1].Name);
        Assert.True(comparison.Items[1].IsEqual);
        Assert.All(comparison.Items.Where(item => !item.IsEqual), item => Assert.InRange(item.FirstDifferences.Count, 1, 10));
        Assert.Equal(201, comparison.Items.Skip(1).Sum(item => item.ReferenceCount));
    }

    [Fact]
    public async Task CompareAsync_EqualTrees_HaveEqualChecksums()
    {
        NastyTree.Create(_bench.Source);
        await _bench.MigrateAsync();

        var live = await _bench.CompareAsync();
        var backup = await _bench.CompareAsync(_bench.Backup);

        Assert.True(live.IsEqual);
        Assert.Equal(live.Items.Select(item => item.TargetChecksum), backup.Items.Select(item => item.ReferenceChecksum));
    }

    [Fact]
    public async Task CompareAsync_TargetMissing_SaysSo()
    {
        _bench.Write("file", "content");

        Assert.Contains("does not exist", (await Assert.ThrowsAsync<AdapterException>(() => _bench.CompareAsync())).Message, StringComparison.Ordinal);
    }
}
