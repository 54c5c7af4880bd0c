using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Files;

public sealed class KillTests : IDisposable
{
    private readonly Workbench _bench = new();

    public KillTests()
    {
        NastyTree.Create(_bench.Source);
        NastyTree.Shell("cd \"$1\"; for i in {1..40}; do head -c 300000 /dev/urandom > big-$i; done", _bench.Source);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(140)]
    public async Task BackUpAsync_KilledTwiceThenRun_IsComplete(int reports)
    {
        await VictimProcess.KillAsync(_bench, "backUp", reports);
        await VictimProcess.KillAsync(_bench, "backUp", reports / 2);

        await _bench.MigrateAsync();

        Assert.Equal(TreeListing.Entries(_bench.Source), TreeListing.Entries(_bench.Target));
        Assert.Equal(TreeListing.Contents(_bench.Source), TreeListing.Contents(_bench.Target));
        Assert.DoesNotContain(Directory.EnumerateFiles(_bench.Backup), path => path.Contains("previous", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(140)]
    public async Task RestoreAsync_KilledTwiceThenRun_IsComplete(int reports)
    {
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        await VictimProcess.KillAsync(_bench, "restore", reports);
        await VictimProcess.KillAsync(_bench, "restore", reports / 2);

        await _bench.RestoreAsync();

        Assert.Equal(TreeListing.Entries(_bench.Source), TreeListing.Entries(_bench.Target));
        Assert.Equal(TreeListing.Contents(_bench.Source), TreeListing.Contents(_bench.Target));
    }

    [Fact]
    public async Task RemoveTargetAsync_RestoreKilled_LeavesNothing()
    {
        await _bench.BackUpAsync();
        await _bench.PrepareAsync();
        await VictimProcess.KillAsync(_bench, "restore", 60);

        await _bench.RemoveAsync();

        Assert.False(Directory.Exists(_bench.Target));
        Assert.Empty(Directory.EnumerateFiles(_bench.Root));
    }
}
