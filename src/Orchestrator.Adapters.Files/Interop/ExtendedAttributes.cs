using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>Extended attributes that belong to the data: the user's own, access control lists and file capabilities.</summary>
/// <remarks>Security labels of the machine (<c>security.selinux</c> and the like) are the target's own affair and stay.</remarks>
internal static class ExtendedAttributes
{
    private const string Capability = "security.capability";

    /// <summary>Reads them. Names are kept byte by byte as Latin-1.</summary>
    internal static SortedDictionary<string, byte[]>? Read(SafeFileHandle file)
    {
        var names = ReadAll((buffer, size) => LibC.ListAttributes(file, buffer, size));
        if (names is not { Length: > 0 }) return null;
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in Encoding.Latin1.GetString(names).Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(Belongs))
        {
            if (ReadAll((buffer, size) => LibC.GetAttribute(file, NameOf(name), buffer, size)) is { } value) found[name] = value;
        }
        return found.Count == 0 ? null : found;
    }

    /// <summary>Writes one.</summary>
    /// <exception cref="ErrnoException">The file system cannot keep it, or this process may not set it.</exception>
    internal static void Write(SafeFileHandle file, string name, byte[] value)
    {
        if (LibC.SetAttribute(file, NameOf(name), value, value.Length, 0) < 0)
            throw new ErrnoException("set attribute", name, Marshal.GetLastPInvokeError());
    }

    /// <summary>Removes one.</summary>
    internal static void Remove(SafeFileHandle file, string name)
    {
        if (LibC.RemoveAttribute(file, NameOf(name)) < 0)
            throw new ErrnoException("remove attribute", name, Marshal.GetLastPInvokeError());
    }

    /// <summary>Whether a file system can keep an attribute, found out by asking for it.</summary>
    internal static bool IsSupported(SafeFileHandle folder, string name) =>
        LibC.GetAttribute(folder, NameOf(name), null, 0) >= 0 || Marshal.GetLastPInvokeError() != Errno.NotSupported;

    private static bool Belongs(string name) =>
        name.StartsWith("user.", StringComparison.Ordinal)
        || name.StartsWith("system.posix_acl_", StringComparison.Ordinal)
        || (name == Capability && FileSystem.IsRoot);

    private static byte[] NameOf(string name) => FileName.ForSystem(Encoding.Latin1.GetBytes(name));

    // Asks for the length first; it can grow in between, then it is asked again.
    private static byte[]? ReadAll(Func<byte[]?, nint, nint> call)
    {
        while (true)
        {
            var length = call(null, 0);
            if (length <= 0) return length == 0 ? [] : Absent();
            var buffer = new byte[length];
            var read = call(buffer, length);
            if (read >= 0) return buffer[..(int)read];
            if (Marshal.GetLastPInvokeError() != Errno.OutOfRange) return Absent();
        }
    }

    private static byte[]? Absent()
    {
        var error = Marshal.GetLastPInvokeError();
        return error is Errno.NoData or Errno.NotSupported ? null : throw new ErrnoException("read", "attributes", error);
    }
}
