using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Reads a file system through open folders. Nothing here ever follows a symbolic link inside of a tree.</summary>
internal static partial class FileSystem
{
    private const int CurrentFolder = -100;
    private const int NoFollowLink = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7ff;
    private static readonly byte[] Nothing = [0];

    /// <summary>Whether the process may change owners.</summary>
    internal static bool IsRoot => LibC.GetEffectiveUser() == 0;

    /// <summary>Opens a folder by its path.</summary>
    internal static SafeFileHandle OpenFolder(string path) =>
        Handle(LibC.OpenAt(CurrentFolder, FileName.ForSystem(path), OpenMode.NamedFolder, 0), "open folder", path);

    /// <summary>Opens a folder by its path, unless its last part is a symbolic link.</summary>
    internal static SafeFileHandle OpenFolderItself(string path) =>
        Handle(LibC.OpenAt(CurrentFolder, FileName.ForSystem(path), OpenMode.Folder, 0), "open folder", path);

    /// <summary>Opens a folder inside of another.</summary>
    internal static SafeFileHandle OpenFolder(SafeFileHandle parent, ReadOnlySpan<byte> name) =>
        Handle(LibC.OpenAt(parent, FileName.ForSystem(name), OpenMode.Folder, 0), "open folder", name);

    /// <summary>Opens a regular file for reading.</summary>
    internal static SafeFileHandle OpenFile(SafeFileHandle parent, ReadOnlySpan<byte> name) =>
        Handle(LibC.OpenAt(parent, FileName.ForSystem(name), OpenMode.Read, 0), "open", name);

    /// <summary>Looks at what is open.</summary>
    internal static FileStatus StatusOf(SafeFileHandle file)
    {
        Check(LibC.StatX(file, Nothing, EmptyPath, BasicStatus, out var raw), "look at", "an open file"u8);
        return new FileStatus(raw);
    }

    /// <summary>Looks at an entry of a folder, at a symbolic link itself.</summary>
    /// <returns>What it is, or <see langword="null"/> when there is none.</returns>
    internal static FileStatus? FindStatus(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        if (LibC.StatX(parent, FileName.ForSystem(name), NoFollowLink, BasicStatus, out var raw) == 0) return new FileStatus(raw);
        return Marshal.GetLastPInvokeError() == Errno.NotFound ? null : throw Failure("look at", FileName.Printable(name));
    }

    /// <summary>Where a symbolic link points, as it is written in it.</summary>
    internal static byte[] ReadLink(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        var buffer = new byte[8192];
        var length = LibC.ReadLinkAt(parent, FileName.ForSystem(name), buffer, buffer.Length);
        return length < 0 ? throw Failure("read link", FileName.Printable(name)) : buffer[..(int)length];
    }

    /// <summary>The start of the next run of data, or <see langword="null"/> when only a hole is left.</summary>
    internal static long? NextData(SafeFileHandle file, long offset)
    {
        const int seekData = 3;
        var found = LibC.Seek(file, offset, seekData);
        if (found >= 0) return found;
        return Marshal.GetLastPInvokeError() switch
        {
            Errno.NoSuchAddress => null,
            Errno.Invalid or Errno.NotSupported => offset, // a file system that does not know holes: all is data
            _ => throw Failure("read", "an open file"),
        };
    }

    /// <summary>The end of a run of data.</summary>
    internal static long NextHole(SafeFileHandle file, long offset, long end)
    {
        const int seekHole = 4;
        var found = LibC.Seek(file, offset, seekHole);
        return found > offset ? Math.Min(found, end) : end;
    }

    /// <summary>How much room a file system has.</summary>
    internal static FreeSpace SpaceAt(string path)
    {
        var buffer = new ulong[32];
        Check(LibC.StatVfs(FileName.ForSystem(path), buffer), "ask for free space at", Encoding.UTF8.GetBytes(path));
        const int fragmentSize = 1, blocks = 2, available = 4, files = 5, freeFiles = 7;
        // tmpfs and btrfs without limits answer zero: they do not count blocks or files.
        return new FreeSpace(
            buffer[blocks] == 0 ? null : (long)(buffer[available] * buffer[fragmentSize]),
            buffer[files] == 0 ? null : (long)buffer[freeFiles]);
    }

    /// <summary>Whether this process may make entries in a folder.</summary>
    internal static bool IsWritable(SafeFileHandle folder)
    {
        const int writeAndSearch = 2 | 1, effectiveUser = 0x200;
        return LibC.AccessAt(folder, FileName.ForSystem("."u8), writeAndSearch, effectiveUser) == 0;
    }

    /// <summary>A path without symbolic links, or <see langword="null"/> when it does not exist.</summary>
    internal static string? Resolve(string path)
    {
        var buffer = new byte[4097];
        return LibC.RealPath(FileName.ForSystem(path), buffer) == 0
            ? null
            : Encoding.UTF8.GetString(buffer.AsSpan(0, buffer.AsSpan().IndexOf((byte)0)));
    }

    private static SafeFileHandle Handle(int result, string operation, ReadOnlySpan<byte> name) =>
        result >= 0 ? new SafeFileHandle(result, ownsHandle: true) : throw Failure(operation, FileName.Printable(name));

    private static SafeFileHandle Handle(int result, string operation, string path) =>
        result >= 0 ? new SafeFileHandle(result, ownsHandle: true) : throw Failure(operation, path);

    private static void Check(int result, string operation, ReadOnlySpan<byte> name)
    {
        if (result < 0) throw Failure(operation, FileName.Printable(name));
    }

    private static ErrnoException Failure(string operation, string name) => new(operation, name, Marshal.GetLastPInvokeError());
}
