using Azure;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Blob;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Reads the content of a disk or snapshot back and hashes it. Ranges that the store calls empty are not fetched.</summary>
/// <param name="job">The job.</param>
/// <param name="access">The access to it.</param>
/// <param name="content">Opens contents.</param>
internal sealed class DiskReading(DiskJob job, DiskAccess access, DiskContent content)
{
    /// <summary>Reads everything.</summary>
    /// <param name="diskBytes">The length of the disk; what follows, the footer, is Azure's own.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The pages. The access is still open.</returns>
    /// <exception cref="Orchestrator.Core.Ports.OperationPendingException">Azure grants the access, or it has expired.</exception>
    public async Task<DiskPages> ReadAsync(long diskBytes, CancellationToken cancellation)
    {
        var blob = content.Open(await access.OpenAsync("Read", cancellation), job.Settings.Timeout);
        var pages = new DiskPages();
        var isRead = await DiskErrors.ExplainAsync(job, job.Subject, async () =>
        {
            try
            {
                await ReadAsync(blob, diskBytes, pages, cancellation);
                return true;
            }
            catch (RequestFailedException error) when (DiskErrors.IsExpired(error))
            {
                return false;
            }
        }, cancellation);
        return isRead ? pages : throw access.Refused(wasUsed: pages.Count > 0);
    }

    private async Task ReadAsync(PageBlobClient blob, long diskBytes, DiskPages pages, CancellationToken cancellation)
    {
        var numbers = await ListAsync(blob, diskBytes, cancellation);
        var meter = new ProgressMeter(job.Arm.Scope.Progress, (long)numbers.Count * DiskPages.PageBytes);
        using var window = new TransferWindow(new WindowSize(job.Settings.Parallelism, DiskPages.PageBytes), cancellation);
        await window.RunAsync(async () =>
        {
            foreach (var page in numbers)
            {
                var buffer = await window.RentAsync();
                _ = window.Start(buffer, async () =>
                {
                    var length = DiskPages.LengthOf(page, diskBytes);
                    await FetchAsync(blob, page * DiskPages.PageBytes, buffer.AsMemory(0, length), window.Stopped);
                    pages.Add(page, buffer.AsSpan(0, length));
                    meter.Add(DiskPages.PageBytes);
                });
            }
        });
    }

    private static async Task<SortedSet<long>> ListAsync(PageBlobClient blob, long diskBytes, CancellationToken cancellation)
    {
        var numbers = new SortedSet<long>();
        await foreach (var item in blob.GetAllPageRangesAsync(cancellationToken: cancellation))
        {
            var (from, to) = (item.Range.Offset, Math.Min(diskBytes, item.Range.Offset + (item.Range.Length ?? 0)));
            for (var page = from / DiskPages.PageBytes; !item.IsClear && page * DiskPages.PageBytes < to; page++)
                numbers.Add(page);
        }

        return numbers;
    }

    private static async Task FetchAsync(PageBlobClient blob, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var answer = await blob.DownloadStreamingAsync(new() { Range = new HttpRange(offset, buffer.Length) }, cancellation);
        using var download = answer.Value;
        await download.Content.ReadExactlyAsync(buffer, cancellation);
    }
}
