using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Sync;

public sealed class SyncStatusTests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task GetSyncAsync_CalledAgainAndAgain_CarriesChangesOver()
    {
        _bench.Bench.Write("file", "content");
        await _bench.BeginAsync();
        _bench.Bench.Write("later", "content");

        SyncStatus status;
        do status = await _bench.LookAsync();
        while (!File.Exists(Path.Combine(_bench.Target, "later")));

        Assert.True(status.IsFollowing);
        Assert.Empty(status.Problems);
        Assert.NotNull(status.Lag);
        Assert.NotEmpty(status.Position);
    }

    [Fact]
    public async Task GetSyncAsync_LiveWriters_EndEqualWhenTheyStop()
    {
        NastyTree.Create(_bench.Source);
        await _bench.BeginAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => Write(stop.Token));
        var passes = new HashSet<string>();
        try
        {
            while (passes.Count < 6)
            {
                passes.Add((await _bench.LookAsync()).Position);
                await _bench.VerifyAsync(seconds: 1);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }

        await _bench.FinishAsync();

        Assert.True((await _bench.CompareAsync()).IsEqual);
        await _bench.AssertEqualAsync();
    }

    [Fact]
    public async Task GetSyncAsync_SourceUnmounted_DeletesNothing()
    {
        _bench.Bench.Write("file", "content");
        await _bench.BeginAsync();
        NastyTree.Shell("mv \"$1\" \"$1-away\"; mkdir \"$1\"", _bench.Source);

        await Assert.ThrowsAsync<AdapterException>(() => _bench.FinishAsync());

        Assert.True(File.Exists(Path.Combine(_bench.Target, "file")));
    }

    [Fact]
    public async Task FinishSyncAsync_FolderOnTheTargetReplacedByLink_WritesNothingOutside()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_bench.Bench.Root, "outside")).FullName;
        _bench.Bench.Write("folder/file", "content");
        await _bench.BeginAsync();
        NastyTree.Shell("rm -r \"$1/folder\" && ln -s \"$2\" \"$1/folder\"", _bench.Target, outside);
        _bench.Shell("echo x > folder/new; rm folder/file; chmod 0700 folder");

        await Assert.ThrowsAsync<AdapterException>(() => _bench.FinishAsync());

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public async Task ProveFrozenAsync_NotFrozenOrStillWritten_IsRefused()
    {
        for (var number = 0; number < 2000; number++) _bench.Bench.Write($"{number}", "content");
        var (adapter, component) = (_bench.Adapter, _bench.Bench.Component);
        await Assert.ThrowsAsync<AdapterException>(() => adapter.ProveFrozenAsync(component, Side.Source, _bench.Scope, _bench.Patience));
        await adapter.FreezeAsync(component, Side.Source, _bench.Scope, _bench.Patience);
        Assert.Contains("2001 entries", await adapter.ProveFrozenAsync(component, Side.Source, _bench.Scope, _bench.Patience), StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => Write(stop.Token));
        var error = await Assert.ThrowsAsync<AdapterException>(async () =>
        {
            while (!_bench.Patience.IsCancellationRequested) await adapter.ProveFrozenAsync(component, Side.Source, _bench.Scope, _bench.Patience);
        });
        await stop.CancelAsync();
        await writer;

        Assert.True(error.IsTransient);
        await adapter.ThawAsync(component, Side.Source, _bench.Scope, _bench.Patience);
        await adapter.ThawAsync(component, Side.Source, _bench.Scope, _bench.Patience);
        await Assert.ThrowsAsync<AdapterException>(() => adapter.ProveFrozenAsync(component, Side.Source, _bench.Scope, _bench.Patience));
    }

    [Fact]
    public async Task CheckSyncReadinessAsync_OrdinaryTree_FindsNothingBlocking()
    {
        NastyTree.Create(_bench.Source);

        var findings = await _bench.Adapter.CheckSyncReadinessAsync(_bench.Bench.Component, _bench.Scope, _bench.Patience);

        Assert.DoesNotContain(findings, finding => finding.IsBlocking);
        Assert.Contains(findings, finding => finding.Problem.Contains("entries takes", StringComparison.Ordinal));
    }

    private void Write(CancellationToken stop)
    {
        var random = new Random(7);
        while (!stop.IsCancellationRequested)
        {
            var folder = Path.Combine(_bench.Source, $"live-{random.Next(5)}");
            var path = Path.Combine(folder, $"{random.Next(20)}");
            try
            {
                Change(random, folder, path);
            }
            catch (IOException)
            {
                // The folder went in the same moment; the next round makes it again.
                Directory.CreateDirectory(folder);
            }
        }
    }

    private static void Change(Random random, string folder, string path)
    {
        Directory.CreateDirectory(folder);
        switch (random.Next(10))
        {
            case 0: Directory.Delete(folder, recursive: true); break;
            case 1: File.Delete(path); break;
            case 2: File.Move(path, $"{path}-moved", overwrite: true); break;
            case 3: File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); break;
            case 4: File.CreateSymbolicLink($"{path}-link", path); break;
            case 5: File.AppendAllText(path, "more"); break;
            default: File.WriteAllText(path, new string((char)('a' + random.Next(26)), random.Next(4) * 5_000)); break;
        }
    }
}
