using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>
/// The system calls that .NET's own file API lacks: it takes names as UTF-16, so a name that is not UTF-8 cannot be
/// opened, and it has no calls relative to an open folder, which is what keeps a symbolic link from leading elsewhere.
/// </summary>
/// <remarks>All names are bytes that end with a zero. See the Linux manual, section 2, for each.</remarks>
internal static partial class LibC
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int folder, byte[] name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(SafeFileHandle folder, byte[] name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint ReadDirectory(SafeFileHandle folder, byte[] buffer, nint size);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    internal static partial int StatX(SafeFileHandle folder, byte[] name, int flags, uint mask, out StatXBuffer status);

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectoryAt(SafeFileHandle folder, byte[] name, uint mode);

    [LibraryImport(Library, EntryPoint = "mkfifoat", SetLastError = true)]
    internal static partial int MakeFifoAt(SafeFileHandle folder, byte[] name, uint mode);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(SafeFileHandle folder, byte[] name, int flags);

    [LibraryImport(Library, EntryPoint = "renameat", SetLastError = true)]
    internal static partial int RenameAt(SafeFileHandle from, byte[] name, SafeFileHandle to, byte[] newName);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(SafeFileHandle from, byte[] name, SafeFileHandle to, byte[] newName, int flags);

    [LibraryImport(Library, EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymlinkAt(byte[] target, SafeFileHandle folder, byte[] name);

    [LibraryImport(Library, EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLinkAt(SafeFileHandle folder, byte[] name, byte[] buffer, nint size);

    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport(Library, EntryPoint = "fchmodat", SetLastError = true)]
    internal static partial int ChangeModeAt(SafeFileHandle folder, byte[] name, uint mode, int flags);

    [LibraryImport(Library, EntryPoint = "fchownat", SetLastError = true)]
    internal static partial int ChangeOwnerAt(SafeFileHandle folder, byte[] name, uint user, uint group, int flags);

    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int ChangeTimes(SafeFileHandle file, TimeSpec[] times);

    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int ChangeTimesAt(SafeFileHandle folder, byte[] name, TimeSpec[] times, int flags);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "sync_file_range", SetLastError = true)]
    internal static partial int WriteBack(SafeFileHandle file, long offset, long sizeBytes, uint flags);

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFileSystem(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "statvfs", SetLastError = true)]
    internal static partial int StatVfs(byte[] path, ulong[] buffer);

    [LibraryImport(Library, EntryPoint = "faccessat", SetLastError = true)]
    internal static partial int AccessAt(SafeFileHandle folder, byte[] name, int mode, int flags);

    [LibraryImport(Library, EntryPoint = "realpath", SetLastError = true)]
    internal static partial nint RealPath(byte[] path, byte[] resolved);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUser();

    [LibraryImport(Library, EntryPoint = "flistxattr", SetLastError = true)]
    internal static partial nint ListAttributes(SafeFileHandle file, byte[]? buffer, nint size);

    [LibraryImport(Library, EntryPoint = "fgetxattr", SetLastError = true)]
    internal static partial nint GetAttribute(SafeFileHandle file, byte[] name, byte[]? buffer, nint size);

    [LibraryImport(Library, EntryPoint = "fsetxattr", SetLastError = true)]
    internal static partial int SetAttribute(SafeFileHandle file, byte[] name, byte[] value, nint size, int flags);

    [LibraryImport(Library, EntryPoint = "fremovexattr", SetLastError = true)]
    internal static partial int RemoveAttribute(SafeFileHandle file, byte[] name);
}
