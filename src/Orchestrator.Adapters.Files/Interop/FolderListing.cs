using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Reads the names in a folder.</summary>
internal static class FolderListing
{
    // struct linux_dirent64: inode (8), offset (8), record length (2), type (1), name. Many folders are small, and each is
    // listed while users wait: the C library's streams would open it once more and take a buffer anew each time.
    private const int LengthOffset = 16;
    private const int NameOffset = 19;
    private const int BufferSizeBytes = 1 << 15;

    /// <summary>The names in a folder except <c>.</c> and <c>..</c>, in the order of their bytes.</summary>
    internal static List<byte[]> Read(SafeFileHandle folder)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSizeBytes);
        try
        {
            var names = ReadAll(folder, buffer);
            names.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
            return names;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // From the beginning, wherever an earlier listing has left the handle.
    private static List<byte[]> ReadAll(SafeFileHandle folder, byte[] buffer)
    {
        const int seekSet = 0;
        var names = new List<byte[]>();
        Check(LibC.Seek(folder, 0, seekSet));
        while (Check(LibC.ReadDirectory(folder, buffer, BufferSizeBytes)) is > 0 and var length)
            AddNames(buffer.AsSpan(0, (int)length), names);
        return names;
    }

    private static void AddNames(ReadOnlySpan<byte> records, List<byte[]> names)
    {
        for (; !records.IsEmpty; records = records[BinaryPrimitives.ReadUInt16LittleEndian(records[LengthOffset..])..])
        {
            var name = records[NameOffset..];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) names.Add(name.ToArray());
        }
    }

    private static long Check(long result) =>
        result >= 0 ? result : throw new ErrnoException("list", "folder", Marshal.GetLastPInvokeError());
}
