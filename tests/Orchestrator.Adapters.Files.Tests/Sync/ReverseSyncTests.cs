using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Sync;

public sealed class ReverseSyncTests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task FinishSyncAsync_TargetWrittenAfterCutover_SourceIsEqual()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        await _bench.CutOverAsync();

        _bench.ShellOnTarget("echo new > names/new; rm names/one; printf changed > names/empty; chmod 0711 times; mv deep deeper; rm -r 'empty folder'; mkdir -p a/b; ln names/new a/b/link; ln -s nowhere a/dangling");
        await _bench.LookAsync(SyncDirection.Reverse);
        _bench.ShellOnTarget("echo more >> names/new");
        await _bench.FinishAsync(SyncDirection.Reverse);

        Assert.True((await _bench.CompareAsync(SyncDirection.Reverse)).IsEqual);
        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task ConfigureSyncAsync_NothingChangedAfterwards_TouchesNothing()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        await _bench.CutOverAsync();
        var before = TreeListing.ChangeTimes(_bench.Source);

        await _bench.FinishAsync(SyncDirection.Reverse);
        await _bench.LookAsync(SyncDirection.Reverse);

        Assert.Equal(before, TreeListing.ChangeTimes(_bench.Source));
    }

    [Fact]
    public async Task ConfigureSyncAsync_TargetChangedAtOnce_IsSeen()
    {
        for (var number = 0; number < 200; number++) _bench.Bench.Write($"{number}", "before");
        await _bench.BeginAsync();
        await _bench.CutOverAsync();
        for (var number = 0; number < 200; number++) await File.WriteAllTextAsync(Path.Combine(_bench.Target, $"{number}"), "after!");

        await _bench.FinishAsync(SyncDirection.Reverse);

        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task FinishSyncAsync_FolderRemovedThatHoldsSomethingOfOthers_IsRefused()
    {
        _bench.Bench.Write("folder/file", "content");
        await _bench.BeginAsync();
        await _bench.CutOverAsync();
        _bench.Bench.Write("folder/precious", "of somebody else");
        _bench.ShellOnTarget("rm -r folder");

        var error = await Assert.ThrowsAsync<AdapterException>(() => _bench.FinishAsync(SyncDirection.Reverse));

        Assert.Contains("source/folder", error.Subject, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_bench.Source, "folder", "precious")));
        Assert.Contains((await _bench.LookAsync(SyncDirection.Reverse)).Problems, problem => problem.IsBlocking);
    }

    [Fact]
    public async Task RemoveSyncAsync_Reverse_LeavesNothingAndTheForwardSyncGoesOn()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        await _bench.FinishAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
        var before = TreeListing.ChangeTimes(_bench.Source);
        await _bench.ConfigureAsync(SyncDirection.Reverse);
        await _bench.ConfigureAsync(SyncDirection.Reverse);

        await _bench.RemoveAsync(SyncDirection.Reverse);
        Assert.Equal(before, TreeListing.ChangeTimes(_bench.Source));
        _bench.Bench.Write("names/new", "content");
        await _bench.FinishAsync();

        await _bench.AssertEqualAsync();
        await _bench.RemoveAsync(SyncDirection.Forward);
        await _bench.RemoveAsync(SyncDirection.Forward);
        Assert.False((await _bench.LookAsync()).IsFollowing);
    }

    [Fact]
    public async Task ConfigureSyncAsync_WithoutForwardSync_IsRefused()
    {
        await _bench.Bench.PrepareAsync();

        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => _bench.ConfigureAsync(SyncDirection.Reverse))).IsTransient);
        Assert.Contains((await _bench.LookAsync(SyncDirection.Reverse)).Problems, problem => problem.IsBlocking);
    }

    [Fact]
    public async Task FinishSyncAsync_ThereAndBackAndThere_IsEqual()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        await _bench.CutOverAsync();
        _bench.ShellOnTarget("rm -r links; printf z > names/one");

        await _bench.FinishAsync(SyncDirection.Reverse);
        var comparison = await _bench.CompareAsync(SyncDirection.Reverse);
        await _bench.RemoveAsync(SyncDirection.Reverse);

        Assert.True(comparison.IsEqual);
        Assert.Equal(1, comparison.Items[0].RecheckedCount);
        await _bench.AssertEqualAsync();
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_bench.Source), path => Path.GetFileName(path).Contains("orchestrator", StringComparison.Ordinal));
    }
}
