using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>An entry met on a walk. Whoever takes it disposes it.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Status">What the file system says about it.</param>
internal sealed record WalkedEntry(TreePath Path, FileStatus Status) : IDisposable
{
    /// <summary>The open folder that it is in, or the tree's root for the root itself; only as long as the walk stands at this entry.</summary>
    internal required SafeFileHandle Folder { get; init; }

    /// <summary>A regular file, open for reading; only when the walk opens files.</summary>
    internal SafeFileHandle? Content { get; init; }

    /// <summary>Where a symbolic link points, or the first name of a hard link.</summary>
    internal TreePath? Link { get; init; }

    /// <summary>Whether this is a further name of an earlier entry.</summary>
    internal bool IsHardLink { get; init; }

    /// <summary>Extended attributes; only when the walk reads them.</summary>
    internal SortedDictionary<string, byte[]>? Attributes { get; init; }

    internal EntryType Type => IsHardLink ? EntryType.HardLink : Status.Type;

    /// <summary>The bytes that it adds to its tree.</summary>
    internal long SizeBytes => Type == EntryType.File ? Status.SizeBytes : 0;

    /// <inheritdoc/>
    public void Dispose() => Content?.Dispose();
}
