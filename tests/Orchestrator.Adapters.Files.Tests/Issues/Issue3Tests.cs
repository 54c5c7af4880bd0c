using System.IO.MemoryMappedFiles;
using Orchestrator.Adapters.Files.Sync;
using Orchestrator.Adapters.Files.Tests.Support;
using Orchestrator.Adapters.Files.Trees;
using Xunit;

namespace Orchestrator.Adapters.Files.Tests.Issues;

/// <summary>What a review of online migrations found.</summary>
public sealed class Issue3Tests : IDisposable
{
    private readonly SyncBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task FinishSync_FileChangedAgainThroughAMemoryMapping_CarriesTheChange()
    {
        _bench.Shell("printf '0123456789' > mapped");
        await _bench.BeginAsync();
        using (var file = MemoryMappedFile.CreateFromFile(Path.Combine(_bench.Source, "mapped")))
        using (var view = file.CreateViewAccessor(0, 10, MemoryMappedFileAccess.ReadWrite))
        {
            view.Write(0, (byte)'a');
            await _bench.ProveAsync();
            view.Write(1, (byte)'b'); // the page is mapped and writable already: on its own this moves no time
        }

        await _bench.FinishAsync();
        Assert.Equal("ab23456789", await File.ReadAllTextAsync(Path.Combine(_bench.Target, "mapped")));
    }

    [Fact]
    public async Task Verify_FolderGoesBetweenTwoLooks_IsLeftToTheNextPass()
    {
        _bench.Shell("mkdir folder; printf content > folder/file");
        await _bench.BeginAsync();
        await _bench.ProveAsync();
        var folder = Path.Combine(_bench.Source, "folder");
        using var stop = new CancellationTokenSource();
        var mover = Task.Run(() => MoveToAndFro(folder, stop.Token));
        using var root = TreeRoot.Open(_bench.Source);
        var known = _bench.Index().Single(entry => entry.Path.ToString() == "folder").Entry;

        var (looks, moving) = (0, 0);
        for (; looks < 200_000 && moving == 0; looks++)
        {
            if (SideLook.At(root, known, Everything, TimeProvider.System, _bench.Patience) is { IsMoving: true, Entry: null }) moving++;
        }
        await stop.CancelAsync();
        await mover;

        Assert.True(moving > 0, $"no look of {looks} fell into the moment");
    }

    private static TreeOptions Everything => new() { Parallelism = 1, KeepsAttributes = true, IsRehearsal = false };

    private static void MoveToAndFro(string folder, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Directory.Move(folder, $"{folder}-away");
            Directory.Move($"{folder}-away", folder);
        }
    }
}
