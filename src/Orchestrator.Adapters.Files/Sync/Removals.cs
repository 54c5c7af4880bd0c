using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Removes from the follower what the leader no longer has. A folder goes when the entries that the index knows in it
/// are gone; what the index does not know stays and is an error, since nobody knows whose it is.
/// </summary>
internal sealed class Removals(FollowerWriter writer)
{
    private readonly Stack<(TreePath Path, Piece<Outcome> Then)> _folders = new();

    /// <summary>Removes an entry of the index, or begins to.</summary>
    /// <returns>The outcome, unless it comes later.</returns>
    internal Piece<Outcome>? Remove(SyncEntry known)
    {
        var outcome = Piece<Outcome>.Done(new Outcome(known.Path, known, null) { IsApplied = true });
        if (IsFolder(known)) return Wait(known.Path, outcome);
        writer.RemoveFile(known.Path);
        return outcome;
    }

    /// <summary>Whether a folder stands where something else is to be.</summary>
    internal bool IsInTheWay(Change change) => change.Known is not null && IsFolder(change.Known);

    /// <summary>Keeps a piece until everything in a folder has passed and the folder is removed.</summary>
    internal Piece<Outcome>? Wait(TreePath path, Piece<Outcome> then)
    {
        _folders.Push((path, then));
        return null;
    }

    /// <summary>Removes the folders that the next path is not in.</summary>
    internal IEnumerable<Piece<Outcome>> FinishBefore(TreePath next)
    {
        while (_folders.TryPeek(out var top) && !next.IsBelow(top.Path)) yield return Finish(_folders.Pop());
    }

    /// <summary>Removes all folders.</summary>
    internal IEnumerable<Piece<Outcome>> Finish()
    {
        while (_folders.TryPop(out var top)) yield return Finish(top);
    }

    private Piece<Outcome> Finish((TreePath Path, Piece<Outcome> Then) folder)
    {
        writer.RemoveFolder(folder.Path);
        return folder.Then;
    }

    private bool IsFolder(SyncEntry known) =>
        known.Type == EntryType.Folder || (!known.IsKnown && writer.TypeOf(known.Path) == EntryType.Folder);
}
