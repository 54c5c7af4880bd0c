using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Sync;

public sealed class ForwardSyncTests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task CopyBaselineAsync_NastyTree_LooksTheSameToOtherTools()
    {
        NastyTree.Create(_bench.Source);

        var size = await _bench.BeginAsync();

        await _bench.AssertEqualAsync();
        Assert.Equal(TreeListing.Contents(_bench.Source), TreeListing.Contents(_bench.Target));
        Assert.Equal(size, await _bench.Adapter.MeasureAsync(_bench.Bench.Component, Side.Target, _bench.Scope, _bench.Patience));
        var source = TreeListing.AllocatedBytes(Path.Combine(_bench.Source, "sparse"));
        foreach (var (name, allocated) in TreeListing.AllocatedBytes(Path.Combine(_bench.Target, "sparse")))
            Assert.InRange(allocated, 0, source[name] + 65_536);
    }

    [Fact]
    public async Task FinishSyncAsync_NothingChanged_ChangesNothing()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        await _bench.ProveAsync();
        var before = TreeListing.ChangeTimes(_bench.Target);

        Assert.StartsWith("1 passes", await _bench.FinishAsync(), StringComparison.Ordinal);
        var comparison = await _bench.CompareAsync();

        Assert.Equal(before, TreeListing.ChangeTimes(_bench.Target));
        Assert.True(comparison.IsEqual);
        Assert.Equal(0, comparison.Items[0].RecheckedCount);
        Assert.NotNull(comparison.Items[0].ProvenAt);
    }

    [Theory]
    [InlineData("printf chanGed > below/file", 1)]
    [InlineData("printf chanGed > x; touch -r below/file x; cat x > below/file; touch -r x below/file; rm x", 1)]
    [InlineData("printf 'content and more' > below/file", 1)]
    [InlineData("chmod 0601 below/file", 1)]
    [InlineData("chmod 0700 below", 0)]
    [InlineData("touch -d '2001-01-01 00:00:00.000000001Z' below/file", 1)]
    [InlineData("touch -h -d '2001-01-01 00:00:00.000000001Z' link", 1)]
    [InlineData("touch -d '2001-01-01Z' .", 0)]
    [InlineData("setfattr -n user.note -v text below/file || python3 -c \"import os; os.setxattr('below/file', 'user.note', b'text')\"", 1)]
    [InlineData("rm below/file", 0)]
    [InlineData("rm -r below", 0)]
    [InlineData("rmdir empty", 0)]
    [InlineData("touch $'stra\\nnger'", 1)]
    [InlineData("mkdir -p new/er; printf x > new/er/file", 1)]
    [InlineData("rm link; ln -s elsewhere link", 1)]
    [InlineData("rm link; printf x > link", 1)]
    [InlineData("rm below/file; mkdir below/file; printf x > below/file/x", 1)]
    [InlineData("rm -r below; printf x > below", 1)]
    [InlineData("rm -r below; ln -s empty below", 1)]
    [InlineData("rmdir empty; printf x > empty", 1)]
    [InlineData("cp -p first copy; mv copy second", 2)]
    [InlineData("ln first above-all", 3)]
    [InlineData("rm first", 1)]
    [InlineData("printf longer > first", 2)]
    [InlineData("ln below/file below/again", 2)]
    [InlineData("mv below beyond", 2)]
    [InlineData("mv below/file file", 1)]
    [InlineData("rm pipe; mkfifo -m 0600 pipe", 1)]
    [InlineData("truncate -s 9M hole; truncate -s 2M hole", 1)]
    [InlineData("chmod 0500 below; printf x >> below/file", 1)]
    public async Task FinishSyncAsync_OneThingChanged_TargetIsEqualAndOnlyItWasRechecked(string change, int recheckedCount)
    {
        _bench.Shell("umask 022; mkdir below empty; printf content > below/file; printf other > below/other; ln -s below/file link; printf x > first; ln first second; mkfifo -m 0640 pipe; truncate -s 5M hole");
        await _bench.BeginAsync();
        await _bench.ProveAsync();

        _bench.Shell(change);
        await _bench.FinishAsync();

        await _bench.AssertEqualAsync();
        var comparison = await _bench.CompareAsync();
        Assert.True(comparison.IsEqual);
        Assert.Equal(recheckedCount, comparison.Items[0].RecheckedCount);
        Assert.StartsWith("1 passes", await _bench.FinishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishSyncAsync_ManyFoldersRenamed_TargetIsEqual()
    {
        _bench.Shell("for folder in {1..40}; do mkdir -p top/$folder; for file in {1..20}; do echo $file > top/$folder/$file; done; done");
        await _bench.BeginAsync();

        _bench.Shell("mv top next; cd next; for folder in {1..20}; do mv $folder folder-$folder; done");
        await _bench.FinishAsync();

        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task FinishSyncAsync_OnlyPermissionsChanged_CopiesNoContent()
    {
        _bench.Shell("head -c 1000000 /dev/urandom > file; chmod 0600 file");
        await _bench.BeginAsync();
        var before = TreeListing.Inodes(_bench.Target);

        _bench.Shell("chmod 0640 file");

        Assert.Contains(" 0 bytes copied", await _bench.FinishAsync(), StringComparison.Ordinal);
        Assert.Equal(before, TreeListing.Inodes(_bench.Target));
        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task FinishSyncAsync_ChangedWithinTheTickOfALook_IsSeen()
    {
        for (var round = 0; round < 30; round++)
        {
            _bench.Bench.Write("file", $"{round:D3} one");
            if (round == 0) await _bench.BeginAsync();
            else await _bench.LookAsync();
            _bench.Bench.Write("file", $"{round:D3} two");
            await _bench.FinishAsync();

            Assert.Equal($"{round:D3} two", await File.ReadAllTextAsync(Path.Combine(_bench.Target, "file")));
        }
    }
}
