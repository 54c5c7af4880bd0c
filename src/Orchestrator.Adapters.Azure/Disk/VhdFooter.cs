using System.Buffers.Binary;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// The last 512 bytes of a VHD, which tell what it is. Source: Microsoft, "Virtual Hard Disk Image Format Specification",
/// section "Hard Disk Footer Format"; what Azure asks of it: https://learn.microsoft.com/azure/virtual-machines/disks-upload-vhd-to-managed-disk-cli.
/// </summary>
internal static class VhdFooter
{
    /// <summary>Its length.</summary>
    public const int Bytes = 512;

    /// <summary>The smallest disk that Azure takes an upload for.</summary>
    public const long SmallestDiskBytes = 20L << 20;

    /// <summary>The largest disk that Azure has.</summary>
    public const long LargestDiskBytes = 32L << 40;

    private const long Mebibyte = 1 << 20;
    private const int SizeOffset = 48;
    private const int TypeOffset = 60;
    private const int ChecksumOffset = 64;
    private const uint Fixed = 2;

    /// <summary>Reads a footer and refuses what Azure would not take.</summary>
    /// <param name="footer">The last 512 bytes of the file.</param>
    /// <param name="fileBytes">The file's length.</param>
    /// <param name="path">The file.</param>
    /// <returns>The length of the disk in it.</returns>
    /// <exception cref="AdapterException">It is no fixed VHD, is damaged, or has a size that Azure does not take.</exception>
    public static long ReadDiskBytes(ReadOnlySpan<byte> footer, long fileBytes, string path)
    {
        if (!footer.StartsWith("conectix"u8))
            throw Refuse(path, "it does not end with the footer of a VHD", Convert(path, "its own format, for example vhdx or vmdk"));
        if (BinaryPrimitives.ReadUInt32BigEndian(footer[ChecksumOffset..]) != ChecksumOf(footer))
            throw Refuse(path, "the checksum of its footer is wrong", "Export or copy it again: it is damaged or incomplete");
        if (BinaryPrimitives.ReadUInt32BigEndian(footer[TypeOffset..]) != Fixed)
            throw Refuse(path, "it is a dynamic or differencing VHD, and Azure takes fixed ones only", Convert(path, "vpc"));
        var diskBytes = (long)BinaryPrimitives.ReadUInt64BigEndian(footer[SizeOffset..]);
        if (diskBytes != fileBytes - Bytes)
            throw Refuse(path, $"its footer tells of {diskBytes} bytes, and it holds {fileBytes - Bytes}", "Export or copy it again: it is incomplete");
        if (diskBytes % Mebibyte != 0)
            throw Refuse(path, $"the disk of {diskBytes} bytes is no whole number of MiB", $"Enlarge it first: qemu-img resize -f vpc -o force_size {path} {(diskBytes / Mebibyte + 1) * Mebibyte}");
        return diskBytes is >= SmallestDiskBytes and <= LargestDiskBytes
            ? diskBytes
            : throw Refuse(path, $"a disk of {diskBytes >> 20} MiB is not between 20 MiB and 32 TiB", "Enlarge or divide it in the machine that it comes from, and export it again");
    }

    /// <summary>Adds up a footer: the complement of the sum of all bytes but the checksum's own.</summary>
    /// <param name="footer">The footer.</param>
    /// <returns>The checksum that it must bear.</returns>
    public static uint ChecksumOf(ReadOnlySpan<byte> footer)
    {
        uint sum = 0;
        for (var index = 0; index < Bytes; index++)
            sum += index is >= ChecksumOffset and < ChecksumOffset + sizeof(uint) ? 0u : footer[index];
        return ~sum;
    }

    private static string Convert(string path, string format) =>
        $"Convert it: qemu-img convert -f FORMAT -O vpc -o subformat=fixed,force_size=on {path} fixed.vhd, where FORMAT is {format}";

    private static AdapterException Refuse(string path, string problem, string remedy) => new(problem, $"VHD {path}", remedy, isTransient: false);
}
