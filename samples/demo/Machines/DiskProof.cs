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
/// <param name="Sha256">The hash of all that was read back.</param>
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
            for (var offset = 0L; offset < length; offset += SampleVhd.PageBytes)
            {
                var size = (int)Math.Min(SampleVhd.PageBytes, length - offset);
                var page = stored.Exists(range => range.Offset < offset + size && range.Offset + range.Length > offset) ? await ReadAsync(blob, new HttpRange(offset, size)) : new byte[size];
                hash.AppendData(page);
                if (!page.AsSpan().SequenceEqual(Read(source, offset, size)))
                    difference ??= offset;
                if (page.AsSpan().ContainsAnyExcept((byte)0))
                    await WriteAsync(target, offset, page);
            }
        }

        return new(length, stored.Sum(range => range.Length ?? 0), difference, Convert.ToHexStringLower(hash.GetHashAndReset()), await SampleDisk.CheckFileSystemAsync(copy));
    }

    private static async Task<byte[]> ReadAsync(PageBlobClient blob, HttpRange range) =>
        (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = range })).Value.Content.ToArray();

    private static byte[] Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, int size)
    {
        var page = new byte[size];
        return page[..RandomAccess.Read(file, page, offset)];
    }

    private static async Task WriteAsync(FileStream file, long offset, byte[] page)
    {
        file.Position = offset;
        await file.WriteAsync(page);
    }
}
