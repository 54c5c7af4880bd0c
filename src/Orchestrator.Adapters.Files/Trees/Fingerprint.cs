using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>By what a file is known to be unchanged.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file.</param>
/// <param name="Changed">When content or metadata changed last, which no program can set back.</param>
internal sealed record Fingerprint(ulong Device, ulong Inode, string Changed)
{
    /// <summary>The fingerprint of what is there.</summary>
    internal static Fingerprint Of(FileStatus status) => new(status.Device, status.Inode, status.Changed.ToString());
}
