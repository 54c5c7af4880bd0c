using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Removes what an earlier run left in a target and the backup does not have, or has as something else.</summary>
internal static class TreePruner
{
    /// <summary>Removes it.</summary>
    internal static void Prune(TreeRoot target, IEnumerable<TreeEntry> expected, CancellationToken cancellation)
    {
        using var lookup = new SortedLookup(expected);
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

    private static bool Fits(TreeEntry? expected, WalkedEntry found) =>
        expected is not null && (expected.Type == EntryType.Folder) == (found.Type == EntryType.Folder);

    private static void Remove(TreeRoot target, TreePath path)
    {
        using var parent = FolderPath.Open(target, path.Parent);
        TreeRemover.RemoveEntry(parent, path.Name.ToArray());
    }
}
