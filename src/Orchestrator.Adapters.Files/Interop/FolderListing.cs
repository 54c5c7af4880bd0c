using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Reads the names in a folder.</summary>
internal static class FolderListing
{
    // struct dirent of 64-bit Linux: inode (8), offset (8), record length (2), type (1), name.
    private const int NameOffset = 19;

    /// <summary>The names in a folder except <c>.</c> and <c>..</c>, in the order of their bytes.</summary>
    internal static List<byte[]> Read(SafeFileHandle folder)
    {
        var stream = Open(folder);
        try
        {
            var names = ReadAll(stream);
            names.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
            return names;
        }
        finally
        {
            _ = LibC.CloseDirectoryStream(stream);
        }
    }

    // The stream takes a descriptor of its own, with a reading position of its own, and closes it.
    private static nint Open(SafeFileHandle folder)
    {
        var own = LibC.OpenAt(folder, FileName.ForSystem("."u8), OpenMode.Folder, 0);
        if (own < 0) throw new ErrnoException("list", "folder", Marshal.GetLastPInvokeError());
        var stream = LibC.OpenDirectoryStream(own);
        if (stream != 0) return stream;
        var error = new ErrnoException("list", "folder", Marshal.GetLastPInvokeError());
        _ = LibC.Close(own);
        throw error;
    }

    private static List<byte[]> ReadAll(nint stream)
    {
        var names = new List<byte[]>();
        while (LibC.ReadDirectoryStream(stream) is var record && record != 0)
        {
            var name = NameAt(record + NameOffset);
            if (!name.AsSpan().SequenceEqual("."u8) && !name.AsSpan().SequenceEqual(".."u8)) names.Add(name);
        }
        var error = Marshal.GetLastPInvokeError();
        return error == 0 ? names : throw new ErrnoException("list", "folder", error);
    }

    private static unsafe byte[] NameAt(nint address) =>
        MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address).ToArray();
}
