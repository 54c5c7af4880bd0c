using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Removes what an earlier run left in a folder and does not belong there, or is something else there.</summary>
internal static class TreePruner
{
    /// <summary>Removes it.</summary>
    internal static void Prune(TreeRoot target, IEnumerable<ExpectedEntry> expected, CancellationToken cancellation)
    {
        using var lookup = new SortedLookup<ExpectedEntry>(expected, entry => entry.Path);
        // A folder that was removed has vanished when the walk wants to step into it; that is tolerated.
        foreach (var entry in new TreeWalker(target, new WalkOptions { ToleratesChanges = true }).Walk(cancellation))
        {
            using (entry)
            {
                if (entry.Path.IsRoot || Fits(lookup.Find(entry.Path), entry)) continue;
                target.At(entry.Path, () => Remove(target, entry.Path));
            }
        }
    }

    // Which of several names comes first is not known before all are seen, so any of them may be a further name.
    private static bool Fits(ExpectedEntry? expected, WalkedEntry found) => expected is not null && (expected.Type == found.Type
        || (found.IsHardLink && expected.Type == found.Status.Type)
        || (expected.Type == EntryType.HardLink && found.Type != EntryType.Folder));

    private static void Remove(TreeRoot target, TreePath path)
    {
        using var parent = FolderPath.Open(target, path.Parent);
        TreeRemover.RemoveEntry(parent, path.Name.ToArray());
    }
}
