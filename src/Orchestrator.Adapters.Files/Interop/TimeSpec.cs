using System.Runtime.InteropServices;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>The <c>struct timespec</c> of 64-bit Linux.</summary>
/// <param name="Seconds">Since 1970; may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999, or <see cref="Omit"/>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(long Seconds, long Nanoseconds)
{
    /// <summary><c>UTIME_OMIT</c>: leave this time as it is.</summary>
    internal const long Omit = (1L << 30) - 2;
}
