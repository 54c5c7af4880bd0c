using System.Runtime.InteropServices;

namespace Orchestrator.Adapters.Files.Interop;

/// <summary>A system call failed.</summary>
/// <param name="operation">What was tried, for example "open".</param>
/// <param name="name">On which name, printable.</param>
/// <param name="errno">The error number.</param>
internal sealed class ErrnoException(string operation, string name, int errno)
    : IOException($"Cannot {operation} {name}: {Marshal.GetPInvokeErrorMessage(errno)}", errno)
{
    /// <summary>The error number.</summary>
    internal int Number { get; } = errno;
}
