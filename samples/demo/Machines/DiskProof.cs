using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Contracts.Data;

namespace Orchestrator.Demo.Machines;

/// <summary>What the demo itself finds when it reads an uploaded disk back, without the product.</summary>
/// <param name="Bytes">How long it is, with the footer of the VHD.</param>
/// <param name="StoredBytes">How many of them were sent: all others are holes.</param>
/// <param name="Difference">The first byte of the first page that differs from the VHD; <see langword="null"/> when none does.</param>
/// <param name="Sha256">The hash of all pages that hold something, in order.</param>
/// <param name="FileSystem">What the check of the file system says; <see langword="null"/> when there is none.</param>
internal sealed record DiskProof(long Bytes, long StoredBytes, long? Difference, string Sha256, string? FileSystem)
{
    /// <summary>Reads every byte back and compares it.</summary>
    /// <param name="blob">The content of the disk.</param>
    /// <param name="vhd">What was sent.</param>
    /// <param name="copy">A file that is made of what was read, for the check of its file system.</param>
    public static async Task<DiskProof> ReadAsync(PageBlobClient blob, string vhd, string copy)
    {
        var stored = new List<HttpRange>();
        await foreach (var range in blob.GetAllPageRangesAsync())
            stored.Add(range.Range);
        var length = (await blob.GetPropertiesAsync()).Value.ContentLength;
        using var source = File.OpenHandle(vhd);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long? difference = RandomAccess.GetLength(source) == length ? null : length;
        await using (var target = new FileStream(copy, FileMode.Create))
        {
            target.SetLength(length);
            var (expected, empty) = (new byte[SampleVhd.PageBytes], new byte[SampleVhd.PageBytes]);
            for (var offset = 0L; offset < length; offset += SampleVhd.PageBytes)
            {
                var size = (int)Math.Min(SampleVhd.PageBytes, length - offset);
                var isStored = stored.Exists(range => range.Offset < offset + size && range.Offset + range.Length > offset);
                var page = isStored ? await ReadAsync(blob, new HttpRange(offset, size)) : empty.AsMemory(0, size);
                if (!page.Span.SequenceEqual(expected.AsSpan(0, RandomAccess.Read(source, expected.AsSpan(0, size), offset))))
                    difference ??= offset;
                if (!isStored)
                    continue;
                hash.AppendData(page.Span);
                target.Position = offset;
                await target.WriteAsync(page);
            }
        }

        return new(length, stored.Sum(range => range.Length ?? 0), difference, Convert.ToHexStringLower(hash.GetHashAndReset()), await SampleDisk.CheckFileSystemAsync(copy));
    }

    private static async Task<Memory<byte>> ReadAsync(PageBlobClient blob, HttpRange range) =>
        (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = range })).Value.Content.ToArray();
}
