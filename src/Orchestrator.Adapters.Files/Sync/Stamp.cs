using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>By what an entry of a side is known not to have changed since it was looked at.</summary>
/// <param name="Inode">The file. Not its device, whose number may be another after a reboot.</param>
/// <param name="Changed">When content or metadata changed last, which no program can set back.</param>
internal readonly record struct Stamp(ulong Inode, FileTime Changed)
{
    // Kernels tick every 1 to 10 ms; a time without a fraction comes from a file system that counts seconds, FAT even two.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CoarseTick = TimeSpan.FromSeconds(2.1);

    /// <summary>The stamp of what was looked at.</summary>
    /// <param name="status">What was seen.</param>
    /// <param name="since">A moment before the look, and before its content was read.</param>
    /// <returns><see langword="null"/> when it was looked at so soon after a change that another change could bear the same time: https://git-scm.com/docs/racy-git.</returns>
    internal static Stamp? Of(FileStatus status, DateTimeOffset since) =>
        status.Changed.CompareTo(FileTime.Of(since - TickOf(status.Changed))) < 0 ? new Stamp(status.Inode, status.Changed) : null;

    /// <summary>How long after a change a look proves something.</summary>
    internal static TimeSpan TickOf(FileTime time) => time.Nanoseconds == 0 ? CoarseTick : Tick;

    /// <summary>Whether nothing happened since.</summary>
    internal bool Proves(FileStatus status) => Inode == status.Inode && Changed == status.Changed;
}
