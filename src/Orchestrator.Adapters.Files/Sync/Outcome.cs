using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What became of a path in a pass.</summary>
/// <param name="Path">The path.</param>
/// <param name="Before">How the index has it; <see langword="null"/> when it does not.</param>
/// <param name="After">How the next index has it; <see langword="null"/> when it has not.</param>
internal sealed record Outcome(TreePath Path, SyncEntry? Before, SyncEntry? After)
{
    /// <summary>Whether the follower was changed there.</summary>
    internal bool IsApplied { get; init; }

    /// <summary>Whether the follower has yet to get it: a link or pipe, which waits for what comes before it.</summary>
    internal bool IsDeferred { get; init; }

    /// <summary>Of a hard link, the leader's file that it is a further name of.</summary>
    internal (ulong Device, ulong Inode)? Links { get; init; }

    /// <summary>The bytes that were copied.</summary>
    internal long CopiedBytes { get; init; }

    /// <summary>The bytes that were not copied although they should be.</summary>
    internal long LagBytes { get; init; }

    /// <summary>Whether it has to be looked at again.</summary>
    internal bool IsUnsettled { get; init; }

    /// <summary>An entry to which nothing happened.</summary>
    internal static Outcome Same(SyncEntry entry) => new(entry.Path, entry, entry);
}
