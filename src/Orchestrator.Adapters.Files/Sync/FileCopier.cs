using System.Collections.Concurrent;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Brings changed entries to the follower, and no more of them than has changed.</summary>
internal sealed class FileCopier(SyncTrees trees, FollowerWriter writer, Action<long> copied)
{
    private readonly EntryDifference _difference = new(trees.Options, FileSystem.IsRoot);
    private readonly ConcurrentDictionary<(ulong Device, ulong Inode), bool> _copied = new();
    private readonly Side _leader = trees.Direction.Leader();

    /// <summary>What becomes of an entry without content, before it is made.</summary>
    internal Outcome Describe(Change change)
    {
        var stamp = Stamp.Of(change.Walked.Status, change.SeenAt);
        var isSame = change.Known is { IsKnown: true } known && _difference.Between(known.Entry, change.Entry) is null;
        var entry = isSame ? change.Known! with { Entry = change.Entry } : new SyncEntry(change.Entry);
        return new Outcome(change.Entry.Path, change.Known, entry.With(_leader, stamp))
        {
            IsDeferred = !isSame,
            IsUnsettled = stamp is null,
            Links = change.Walked.IsHardLink ? KeyOf(change.Walked) : null,
        };
    }

    /// <summary>Whether the first name of a hard link stands for another file on the follower since this pass.</summary>
    internal bool HasCopied((ulong Device, ulong Inode)? file) => file is { } key && _copied.ContainsKey(key);

    /// <summary>Copies a file, or only its metadata when its content is the same.</summary>
    internal Outcome Copy(Change change, CancellationToken cancellation)
    {
        using var content = change.Content!;
        var copiedBytes = 0L;
        var entry = FindSameContent(change, cancellation);
        var isSame = entry is not null && _difference.Between(change.Known!.Entry, entry) is null;
        if (entry is null)
        {
            entry = writer.CopyFile(change.Entry, content, Count, cancellation);
            if (change.Walked.Status.LinkCount > 1) _copied[KeyOf(change.Walked)] = true;
        }
        else if (!isSame) writer.SetMetadata(entry);
        // A file that changed meanwhile may be half the one and half the other.
        var stamp = FileSystem.StatusOf(content).IsSameAs(change.Walked.Status) ? Stamp.Of(change.Walked.Status, change.SeenAt) : null;
        return new Outcome(entry.Path, change.Known, (isSame ? change.Known! : new SyncEntry(entry)).With(_leader, stamp))
        {
            IsApplied = !isSame,
            CopiedBytes = copiedBytes,
            IsUnsettled = stamp is null,
            LagBytes = FileSystem.StatusOf(content).IsSameAs(change.Walked.Status) ? 0 : change.Walked.SizeBytes,
        };

        void Count(long sizeBytes)
        {
            copiedBytes += sizeBytes;
            copied(sizeBytes);
        }
    }

    private static (ulong Device, ulong Inode) KeyOf(WalkedEntry walked) => (walked.Status.Device, walked.Status.Inode);

    // Reading twice is worth it where everything but the time of the last change is the same: then most likely the
    // content is, too, and the follower need not be written.
    private static TreeEntry? FindSameContent(Change change, CancellationToken cancellation)
    {
        if (change.Known?.Entry is not { Type: EntryType.File, Sha256: not null } known) return null;
        if (known.SizeBytes != change.Walked.SizeBytes || known.Modified != change.Walked.Status.Modified) return null;
        return FileContent.Hash(change.Content!, cancellation) == known.Sha256
            ? change.Entry with { SizeBytes = known.SizeBytes, Sha256 = known.Sha256 }
            : null;
    }
}
