using System.Buffers.Binary;

namespace Orchestrator.Contracts.Data;

/// <summary>Makes fixed VHDs with holes, whose content follows from a seed.</summary>
public static class SampleVhd
{
    /// <summary>The length of a page of a disk, as uploads see it.</summary>
    public const int PageBytes = 4 << 20;

    private const int FooterBytes = 512;
    private const int ChecksumOffset = 64;

    /// <summary>Makes a sparse VHD of which the listed pages hold something.</summary>
    /// <param name="path">The file.</param>
    /// <param name="diskBytes">The length of the disk.</param>
    /// <param name="pages">The numbers of the pages.</param>
    /// <param name="seed">What the content follows from.</param>
    /// <param name="contentBytes">How much of each page holds something.</param>
    public static void Create(string path, long diskBytes, IEnumerable<int> pages, int seed = 1, int contentBytes = 64 << 10)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        file.SetLength(diskBytes);
        var random = new Random(seed);
        var content = new byte[contentBytes];
        foreach (var page in pages)
        {
            random.NextBytes(content);
            file.Position = ((long)page * PageBytes) + Math.Min(4096, PageBytes - contentBytes);
            file.Write(content);
        }

        file.Position = diskBytes;
        file.Write(Footer(diskBytes));
    }

    /// <summary>Makes a footer that is right in every respect.</summary>
    /// <param name="diskBytes">The length of the disk.</param>
    /// <param name="type">2 for a fixed one, 3 for a dynamic one, 4 for one that differs from another.</param>
    /// <returns>512 bytes.</returns>
    public static byte[] Footer(long diskBytes, uint type = 2)
    {
        var footer = new byte[FooterBytes];
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(12), 0x00010000);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(16), ulong.MaxValue);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(40), (ulong)diskBytes);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(48), (ulong)diskBytes);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), type);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(ChecksumOffset), ~(uint)footer.Sum(each => each));
        return footer;
    }
}
