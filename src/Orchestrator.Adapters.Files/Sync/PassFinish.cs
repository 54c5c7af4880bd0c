using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Takes the outcomes of a pass in the order of the walk: makes links, settles folders, writes the next index.</summary>
internal sealed class PassFinish(SyncTrees trees, FollowerWriter writer, FileCopier copier, LazyIndex next, DateTimeOffset startedAt)
{
    private readonly Stack<OpenFolder> _folders = new();
    private readonly DurableChanges _changes = new(trees.Follower);

    /// <summary>What the pass has found and done so far.</summary>
    internal PassResult Result { get; private set; } = new(startedAt);

    /// <summary>Takes what became of a path.</summary>
    internal void Take(Outcome outcome)
    {
        while (_folders.TryPeek(out var top) && !outcome.Path.IsBelow(top.Entry.Path)) Leave();
        outcome = MakeDeferred(outcome);
        if (outcome.IsApplied && _folders.TryPeek(out var parent)) parent.IsDisturbed = true;
        if (outcome.IsApplied && outcome.After is { } made) _changes.Add(made.Path, made.Type);
        Count(outcome);
        Note(outcome);
        if (outcome.After is { IsObject: false } folder) _folders.Push(new OpenFolder(folder.Entry) { IsDisturbed = outcome.IsDeferred });
    }

    /// <summary>Settles all folders that are open, and makes everything durable: what the index says is on the follower must be there after a power failure as well.</summary>
    internal void LeaveAll()
    {
        while (_folders.Count > 0) Leave();
        _changes.Flush();
    }

    private Outcome MakeDeferred(Outcome outcome)
    {
        if (!(outcome.IsDeferred || copier.HasCopied(outcome.Links)) || outcome.After is not { IsObject: true } made) return outcome;
        writer.MakeSpecial(made.Entry);
        return outcome with { IsApplied = true, After = made.With(trees.Direction.Follower(), null) };
    }

    private void Count(Outcome outcome) => Result = Result with
    {
        EntryCount = Result.EntryCount + (outcome.After is null ? 0 : 1),
        ChangedCount = Result.ChangedCount + (outcome.IsApplied || outcome.IsDeferred ? 1 : 0),
        CopiedBytes = Result.CopiedBytes + outcome.CopiedBytes,
        LagBytes = Result.LagBytes + outcome.LagBytes,
        UnsettledCount = Result.UnsettledCount + (outcome.IsUnsettled ? 1 : 0),
    };

    private void Note(Outcome outcome)
    {
        if (outcome.After is null && outcome.Before is not null) next.Drop();
        else if (outcome.After is not null && outcome.After == outcome.Before) next.AddSame(outcome.After);
        else if (outcome.After is not null) next.AddChanged(outcome.After);
    }

    // What was made or removed in a folder has moved its time; the staging area did so to the root.
    private void Leave()
    {
        var folder = _folders.Pop();
        if (!folder.IsDisturbed && !(folder.Entry.Path.IsRoot && writer.HasStaged)) return;
        writer.Settle(folder.Entry);
        _changes.Add(folder.Entry.Path, EntryType.Folder);
    }

    private sealed class OpenFolder(TreeEntry entry)
    {
        internal TreeEntry Entry { get; } = entry;

        internal bool IsDisturbed { get; set; }
    }
}
