using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Sends the pages of a VHD to a disk: each is hashed as it is sent, and the store checks what arrives.</summary>
/// <param name="job">The job.</param>
/// <param name="vhd">The file.</param>
/// <param name="pages">The pages that the backup lists.</param>
/// <param name="journal">The pages that the disk has.</param>
internal sealed class DiskUpload(DiskJob job, VhdFile vhd, DiskPages pages, PageJournal journal)
{
    private static readonly PageBlobUploadPagesOptions Checked = new()
    {
        TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
    };

    private int _sentPages;

    /// <summary>How many pages were sent in this run.</summary>
    public int SentPages => Volatile.Read(ref _sentPages);

    /// <summary>Whether the disk has everything, and nothing else.</summary>
    public bool IsComplete => journal.Count == pages.Count + 1 && journal.Has(PageJournal.Footer, FooterHash) && pages.Hashes.All(page => journal.Has(page.Key, page.Value));

    private string FooterHash => DiskPages.HashOf(vhd.Footer);

    /// <summary>Sends what is missing.</summary>
    /// <param name="blob">The content of the disk.</param>
    /// <param name="cancellation">Gives up; what was sent is kept.</param>
    /// <returns>Whether the disk has everything; not so when the access has expired.</returns>
    /// <exception cref="AdapterException">The file is not the one that was backed up, or the store fails.</exception>
    public Task<bool> SendAsync(PageBlobClient blob, CancellationToken cancellation) => DiskErrors.ExplainAsync(job, job.Subject, async () =>
    {
        try
        {
            await SendPagesAsync(blob, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (DiskErrors.IsExpired(error))
        {
            return false;
        }
    }, cancellation);

    private async Task SendPagesAsync(PageBlobClient blob, CancellationToken cancellation)
    {
        var missing = pages.Hashes.Where(page => !journal.Has(page.Key, page.Value)).ToList();
        var meter = new ProgressMeter(job.Arm.Scope.Progress, (long)pages.Count * DiskPages.PageBytes);
        meter.Add((long)(pages.Count - missing.Count) * DiskPages.PageBytes);
        await ClearAsync(blob, cancellation);
        using var window = new TransferWindow(new WindowSize(job.Settings.Parallelism, DiskPages.PageBytes), cancellation);
        await window.RunAsync(async () =>
        {
            foreach (var (page, hash) in missing)
            {
                var buffer = await window.RentAsync();
                _ = window.Start(buffer, async () =>
                {
                    // Not with the window's token: a page that is given up may still arrive, after another run has cleared it.
                    await SendAsync(blob, page, hash, buffer, cancellation);
                    meter.Add(DiskPages.PageBytes);
                });
            }
        });
        using var footer = new MemoryStream(vhd.Footer, writable: false);
        await blob.UploadPagesAsync(footer, vhd.DiskBytes, Checked, cancellation);
        journal.Add(PageJournal.Footer, FooterHash);
    }

    private async Task SendAsync(PageBlobClient blob, long page, string hash, byte[] buffer, CancellationToken cancellation)
    {
        var content = vhd.Read(page, buffer);
        if (DiskPages.HashOf(content.Span) != hash)
            throw new AdapterException(
                $"it has changed since it was backed up, at byte {page * DiskPages.PageBytes}", $"VHD {vhd.Path}",
                "Find out who writes to it, then roll back and migrate again", isTransient: false);
        journal.Begin(page);
        using var stream = new MemoryStream(buffer, 0, content.Length, writable: false);
        await blob.UploadPagesAsync(stream, page * DiskPages.PageBytes, Checked, cancellation);
        journal.Add(page, hash);
        Interlocked.Increment(ref _sentPages);
    }

    // Pages of an earlier backup that are zeros in this one.
    private async Task ClearAsync(PageBlobClient blob, CancellationToken cancellation)
    {
        foreach (var page in journal.Pages.Where(page => page != PageJournal.Footer && !pages.Hashes.ContainsKey(page)).ToList())
        {
            await blob.ClearPagesAsync(new HttpRange(page * DiskPages.PageBytes, DiskPages.LengthOf(page, vhd.DiskBytes)), cancellationToken: cancellation);
            journal.Add(page, "");
        }
    }
}
