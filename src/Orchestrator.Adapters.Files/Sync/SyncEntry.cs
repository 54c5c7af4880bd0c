using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>An entry as both sides have it, and by what it is known that they still have.</summary>
/// <param name="Entry">What it is.</param>
internal sealed record SyncEntry(TreeEntry Entry)
{
    /// <summary>The source's stamp; <see langword="null"/> when the source may have something else.</summary>
    internal Stamp? Source { get; init; }

    /// <summary>The target's stamp; <see langword="null"/> when the target may have something else.</summary>
    internal Stamp? Target { get; init; }

    internal TreePath Path => Entry.Path;

    internal EntryType Type => Entry.Type;

    /// <summary>Whether it counts as a file; folders do not.</summary>
    internal bool IsObject => Entry.Type != EntryType.Folder;

    internal long SizeBytes => Entry.SizeBytes ?? 0;

    /// <summary>Whether it was found equal on both sides and neither has changed since, as far as is known.</summary>
    internal bool IsProven => Source is not null && Target is not null;

    /// <summary>Whether it was last changed on a side before a moment; of what was not settled when it was looked at, only the content's time is known.</summary>
    internal bool IsOlder(Side side, FileTime moment) => (On(side)?.Changed ?? Entry.Modified).CompareTo(moment) < 0;

    /// <summary>A path at which a follower may have anything: what a killed run was about to make, or what somebody else changed.</summary>
    internal static SyncEntry Unknown(TreePath path) => new(new TreeEntry
    {
        Path = path,
        Type = EntryType.File,
        Mode = 0,
        User = 0,
        Group = 0,
        Modified = default,
    });

    /// <summary>Whether it says what the follower should have.</summary>
    internal bool IsKnown => Type != EntryType.File || Entry.Sha256 is not null;

    /// <summary>The stamp of a side.</summary>
    internal Stamp? On(Side side) => side == Side.Source ? Source : Target;

    /// <summary>The entry with another stamp of a side.</summary>
    internal SyncEntry With(Side side, Stamp? stamp) => side == Side.Source ? this with { Source = stamp } : this with { Target = stamp };

    /// <summary>Whether what a walk met on a side is what this entry says.</summary>
    internal bool Fits(Side side, WalkedEntry walked) =>
        On(side) is { } stamp && stamp.Proves(walked.Status) && walked.Type == Type
        && (walked.Link is null ? Entry.Link is null : walked.Link.IsSameAs(Entry.Link))
        && walked.Status.Modified == Entry.Modified
        && (Type != EntryType.File || walked.SizeBytes == Entry.SizeBytes);
}
