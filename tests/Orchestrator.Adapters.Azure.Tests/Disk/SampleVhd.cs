using System.Buffers.Binary;
using Orchestrator.Adapters.Azure.Disk;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>Makes fixed VHDs with holes, whose content follows from a seed.</summary>
internal static class SampleVhd
{
    public const int PageBytes = 4 << 20;

    /// <summary>Makes a sparse VHD whose listed pages hold something.</summary>
    public static void Create(string path, long diskBytes, IEnumerable<int> pages, int seed = 1)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        file.SetLength(diskBytes);
        var random = new Random(seed);
        var content = new byte[64 << 10];
        foreach (var page in pages)
        {
            random.NextBytes(content);
            file.Position = ((long)page * PageBytes) + 4096;
            file.Write(content);
        }

        file.Position = diskBytes;
        file.Write(Footer(diskBytes));
    }

    /// <summary>A footer, right in every respect unless it is changed.</summary>
    public static byte[] Footer(long diskBytes, uint type = 2)
    {
        var footer = new byte[VhdFooter.Bytes];
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(12), 0x00010000);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(16), ulong.MaxValue);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(40), (ulong)diskBytes);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(48), (ulong)diskBytes);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), type);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(64), VhdFooter.ChecksumOf(footer));
        return footer;
    }
}
