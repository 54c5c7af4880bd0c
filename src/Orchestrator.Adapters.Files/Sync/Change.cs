using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Something that a pass has to bring to the follower.</summary>
/// <param name="Walked">The entry as it was met on the leader.</param>
/// <param name="Known">How the index has it; <see langword="null"/> when it is new.</param>
/// <param name="SeenAt">A moment before it was looked at.</param>
internal sealed record Change(WalkedEntry Walked, SyncEntry? Known, DateTimeOffset SeenAt)
{
    /// <summary>Everything that a copy must have beside content.</summary>
    internal required TreeEntry Entry { get; init; }

    /// <summary>A file, open for reading.</summary>
    internal SafeFileHandle? Content { get; init; }
}
