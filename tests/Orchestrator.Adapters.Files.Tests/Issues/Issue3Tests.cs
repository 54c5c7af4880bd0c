using System.IO.MemoryMappedFiles;
using Orchestrator.Adapters.Files.Tests.Support;
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
}
