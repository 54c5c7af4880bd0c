using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Finds the parts of a file that hold data. Where the system cannot tell, all of it does.</summary>
internal static partial class SparseFile
{
    // lseek(2): the next offset, from the given one on, that is data, or that is a hole.
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NoSuchOffset = 6;

    /// <summary>Lists the parts with data, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">Where to stop, in bytes.</param>
    /// <returns>Beginning and end of each, in bytes.</returns>
    public static IEnumerable<(long From, long To)> DataIn(SafeFileHandle file, long length)
    {
        for (var offset = 0L; offset < length;)
        {
            var from = Next(file, offset, SeekData, offset, length);
            if (from >= length)
                yield break;
            offset = Math.Min(length, Next(file, from, SeekHole, length, length));
            yield return (from, offset);
        }
    }

    private static long Next(SafeFileHandle file, long offset, int whence, long unknown, long end)
    {
        if (!OperatingSystem.IsLinux())
            return unknown;
        var found = Seek(file, offset, whence);
        if (found >= 0)
            return found;
        return Marshal.GetLastPInvokeError() == NoSuchOffset ? end : unknown;
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
