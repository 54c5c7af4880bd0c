using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Changes a file system through open folders.</summary>
internal static partial class FileSystem
{
    /// <summary>What folders are while they are being filled: nobody else may look or step in.</summary>
    internal const uint PrivateFolder = 0x1C0; // 0700

    private const uint PrivateFile = 0x180; // 0600

    /// <summary>Creates a file that must not exist yet, open for writing.</summary>
    internal static SafeFileHandle CreateFile(SafeFileHandle parent, ReadOnlySpan<byte> name) =>
        Handle(LibC.OpenAt(parent, FileName.ForSystem(name), OpenMode.New, PrivateFile), "create", name);

    /// <summary>Makes a folder; one that exists is fine.</summary>
    internal static void MakeFolder(SafeFileHandle parent, ReadOnlySpan<byte> name)
    {
        var result = LibC.MakeDirectoryAt(parent, FileName.ForSystem(name), PrivateFolder);
        if (result < 0 && Marshal.GetLastPInvokeError() != Errno.Exists) throw Failure("make folder", FileName.Printable(name));
    }

    /// <summary>Makes a named pipe.</summary>
    internal static void MakeFifo(SafeFileHandle parent, ReadOnlySpan<byte> name) =>
        Check(LibC.MakeFifoAt(parent, FileName.ForSystem(name), PrivateFile), "make pipe", name);

    /// <summary>Makes a symbolic link.</summary>
    internal static void MakeSymlink(SafeFileHandle parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        Check(LibC.SymlinkAt(FileName.ForSystem(target), parent, FileName.ForSystem(name)), "make link", name);

    /// <summary>Gives an entry a further name.</summary>
    internal static void MakeHardLink(SafeFileHandle from, ReadOnlySpan<byte> name, SafeFileHandle to, ReadOnlySpan<byte> newName) =>
        Check(LibC.LinkAt(from, FileName.ForSystem(name), to, FileName.ForSystem(newName), 0), "make hard link", newName);

    /// <summary>Moves an entry, over one that stands there.</summary>
    internal static void Rename(SafeFileHandle from, ReadOnlySpan<byte> name, SafeFileHandle to, ReadOnlySpan<byte> newName) =>
        Check(LibC.RenameAt(from, FileName.ForSystem(name), to, FileName.ForSystem(newName)), "rename to", newName);

    /// <summary>Removes an entry that is no folder; none is fine.</summary>
    internal static void RemoveFile(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, 0);

    /// <summary>Removes an empty folder; none is fine.</summary>
    internal static void RemoveFolder(SafeFileHandle parent, ReadOnlySpan<byte> name) => Remove(parent, name, 0x200);

    /// <summary>Sets the permissions of what is open.</summary>
    internal static void SetMode(SafeFileHandle file, uint mode) => Check(LibC.ChangeMode(file, mode), "set permissions of", "it"u8);

    /// <summary>Sets the permissions of an entry that is known not to be a symbolic link.</summary>
    internal static void SetMode(SafeFileHandle parent, ReadOnlySpan<byte> name, uint mode) =>
        Check(LibC.ChangeModeAt(parent, FileName.ForSystem(name), mode, 0), "set permissions of", name);

    /// <summary>Sets the owner of what is open.</summary>
    internal static void SetOwner(SafeFileHandle file, uint user, uint group) =>
        Check(LibC.ChangeOwnerAt(file, Nothing, user, group, EmptyPath), "set owner of", "it"u8);

    /// <summary>Sets the owner of an entry, of a symbolic link itself.</summary>
    internal static void SetOwner(SafeFileHandle parent, ReadOnlySpan<byte> name, uint user, uint group) =>
        Check(LibC.ChangeOwnerAt(parent, FileName.ForSystem(name), user, group, NoFollowLink), "set owner of", name);

    /// <summary>Sets the modification time of what is open.</summary>
    internal static void SetModified(SafeFileHandle file, FileTime time) =>
        Check(LibC.ChangeTimes(file, Times(time)), "set time of", "it"u8);

    /// <summary>Sets the modification time of an entry, of a symbolic link itself.</summary>
    internal static void SetModified(SafeFileHandle parent, ReadOnlySpan<byte> name, FileTime time) =>
        Check(LibC.ChangeTimesAt(parent, FileName.ForSystem(name), Times(time), NoFollowLink), "set time of", name);

    /// <summary>Makes content, or the entries of a folder, survive a power failure.</summary>
    internal static void Sync(SafeFileHandle file) => Check(LibC.Sync(file), "write to disk", "it"u8);

    /// <summary>Has the system write changed content out, so that the next change moves the file's time: through a memory mapping only the first one since then does.</summary>
    internal static void WriteBack(SafeFileHandle file)
    {
        const uint waitWriteWait = 1 | 2 | 4;
        Check(LibC.WriteBack(file, 0, 0, waitWriteWait), "write to disk", "it"u8);
    }

    /// <summary>Makes everything on the file system survive a power failure.</summary>
    internal static void SyncAll(SafeFileHandle file) => Check(LibC.SyncFileSystem(file), "write to disk", "all"u8);

    /// <summary>Makes the entries of a folder survive a power failure.</summary>
    internal static void SyncFolder(string path)
    {
        using var folder = OpenFolder(path);
        Sync(folder);
    }

    private static TimeSpec[] Times(FileTime modified) =>
        [new TimeSpec(0, TimeSpec.Omit), new TimeSpec(modified.Seconds, modified.Nanoseconds)];

    private static void Remove(SafeFileHandle parent, ReadOnlySpan<byte> name, int flags)
    {
        var result = LibC.UnlinkAt(parent, FileName.ForSystem(name), flags);
        if (result < 0 && Marshal.GetLastPInvokeError() != Errno.NotFound) throw Failure("remove", FileName.Printable(name));
    }
}
