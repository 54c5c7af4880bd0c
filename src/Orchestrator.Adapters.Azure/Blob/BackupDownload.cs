using Azure;
using Azure.Storage.Blobs.Models;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Fetches files: many requests, and one writer, which takes their answers in order and hashes.</summary>
/// <param name="blobs">The backup.</param>
/// <param name="target">The folder.</param>
/// <param name="window">Buffers.</param>
/// <param name="progress">Takes progress.</param>
internal sealed class BackupDownload(BackupBlobs blobs, RestoreFolder target, TransferWindow window, ProgressMeter progress)
{
    /// <summary>How much really had to be fetched.</summary>
    public long FetchedBytes { get; private set; }

    /// <summary>Fetches what is missing.</summary>
    /// <param name="files">The files that are not there yet; no empty ones.</param>
    /// <returns>A task that completes when all are there and right.</returns>
    public async Task FetchAsync(IReadOnlyList<ManifestFile> files)
    {
        using var assembly = new FileAssembly(target, blobs.Location);
        await window.RunAsync(async () =>
        {
            var underWay = new Queue<(FetchRange Range, byte[] Buffer, Task Reading)>();
            foreach (var range in FetchRange.Divide(files, StartOf, window.BlockBytes))
            {
                if (underWay.Count == window.Size.Count)
                    await TakeAsync(underWay.Dequeue(), assembly);
                var buffer = await window.RentAsync();
                underWay.Enqueue((range, buffer, window.Start(null, () => ReadAsync(range, buffer))));
            }

            while (underWay.TryDequeue(out var next))
                await TakeAsync(next, assembly);
        });
    }

    private long StartOf(ManifestFile file)
    {
        var start = target.FetchedBytesOf(file, window.BlockBytes);
        progress.Add(start);
        return start;
    }

    private async Task ReadAsync(FetchRange range, byte[] buffer)
    {
        var options = new BlobDownloadOptions { Range = new HttpRange(range.OffsetBytes, range.SizeBytes) };
        using var answer = (await blobs.Open(range.Blob).DownloadStreamingAsync(options, window.Stopped)).Value;
        await answer.Content.ReadExactlyAsync(buffer.AsMemory(0, range.SizeBytes), window.Stopped);
    }

    private async Task TakeAsync((FetchRange Range, byte[] Buffer, Task Reading) next, FileAssembly assembly)
    {
        await next.Reading;
        // A request that failed has stopped the window.
        window.Stopped.ThrowIfCancellationRequested();
        var offset = 0;
        foreach (var piece in next.Range.Pieces)
        {
            assembly.Append(piece, next.Buffer.AsSpan(offset, piece.SizeBytes));
            offset += piece.SizeBytes;
        }

        window.Return(next.Buffer);
        FetchedBytes += next.Range.SizeBytes;
        progress.Add(next.Range.SizeBytes);
    }
}
