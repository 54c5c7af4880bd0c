using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Sync;

public sealed class SyncKillTests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(120)]
    public async Task CopyBaselineAsync_KilledTwiceThenRun_IsComplete(int reports)
    {
        NastyTree.Create(_bench.Source);
        _bench.Shell("for i in {1..40}; do head -c 300000 /dev/urandom > big-$i; done; mkdir gone; touch gone/{1..50}");
        await _bench.Bench.PrepareAsync();
        await _bench.ConfigureAsync(SyncDirection.Forward);
        await VictimProcess.KillAsync(_bench.Bench, "copyBaseline", reports);
        await VictimProcess.KillAsync(_bench.Bench, "copyBaseline", reports / 2);

        // What the killed runs may have made is gone from the source: the index must know it all the same.
        _bench.Shell("rm -r gone big-1 big-2 names/one");
        await _bench.BaselineAsync();

        await _bench.AssertEqualAsync();
        Assert.Equal(TreeListing.Contents(_bench.Source), TreeListing.Contents(_bench.Target));
    }

    [Fact]
    public async Task FinishSyncAsync_StoppedInTheMiddle_LeavesNothingThatNobodyAnswersFor()
    {
        _bench.Bench.Write("file", "content");
        await _bench.BeginAsync();
        _bench.Shell("mkdir new; for i in {1..300}; do head -c 20000 /dev/urandom > new/$i; done");
        using (var kill = new CancellationTokenSource())
        {
            var run = _bench.Adapter.FinishSyncAsync(_bench.Bench.Component, SyncDirection.Forward, _bench.Scope, kill.Token);
            while (!File.Exists(Path.Combine(_bench.Target, "new", "1")) && !run.IsCompleted) await Task.Yield();
            await kill.CancelAsync();
            await Record.ExceptionAsync(() => run);
        }
        _bench.Shell("rm -r new");

        await _bench.FinishAsync();

        Assert.True((await _bench.CompareAsync()).IsEqual);
        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task GetSyncAsync_NoSpaceOnTheTarget_SaysSoAndGoesOnWhenThereIs()
    {
        using var disk = await SmallDisk.MountAsync(sizeMegabytes: 4);
        _bench.Bench.Component = FilesComponent.Create(_bench.Source, Path.Combine(disk.Folder, "target"));
        _bench.Bench.Write("file", "content");
        await _bench.BeginAsync();
        _bench.Shell("for i in 1 2 3 4 5 6; do head -c 1000000 /dev/urandom > big-$i; done");

        SyncStatus status;
        do status = await _bench.LookAsync();
        while (status.Problems.Count == 0);
        Assert.False(status.IsFollowing);
        Assert.Contains("no space", status.Problems[0].Problem, StringComparison.OrdinalIgnoreCase);
        Assert.True(status.Problems[0].IsBlocking);

        NastyTree.Shell("mount -o remount,size=64m \"$1\"", disk.Folder);
        await _bench.FinishAsync();
        Assert.True((await _bench.CompareAsync()).IsEqual);
        await _bench.Bench.RemoveAsync();
    }
}
