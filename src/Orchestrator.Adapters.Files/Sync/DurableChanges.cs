using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Makes what a pass changed survive a power failure: a few entries one by one, since writing out a whole file system
/// would wait for whatever others have written to it, and many all at once.
/// </summary>
internal sealed class DurableChanges(TreeRoot tree)
{
    private const int MostOneByOne = 256;

    // Waits for the disk and not for a processor; file systems write out together what is waited for together.
    private const int Waiting = 16;

    private readonly HashSet<string> _folders = [];
    private readonly List<(TreePath Path, EntryType Type)> _entries = [];
    private bool _areMany;

    /// <summary>Notes an entry that was made or changed; a folder also when something was removed from it.</summary>
    internal void Add(TreePath path, EntryType type)
    {
        _areMany |= _entries.Count >= MostOneByOne;
        if (_areMany) return;
        if (type == EntryType.File) _entries.Add((path, type));
        AddFolder(type == EntryType.Folder ? path : path.Parent);
    }

    /// <summary>Returns when all of it is on the disk.</summary>
    internal void Flush()
    {
        if (_areMany) FileSystem.SyncAll(tree.Handle);
        else
        {
            Parallel.ForEach(_entries, new ParallelOptions { MaxDegreeOfParallelism = Waiting }, entry => tree.At(entry.Path, () => Flush(entry.Path, entry.Type)));
        }
    }

    private void AddFolder(TreePath path)
    {
        if (_folders.Add(Convert.ToBase64String(path.Bytes))) _entries.Add((path, EntryType.Folder));
    }

    private void Flush(TreePath path, EntryType type)
    {
        using var folder = FolderPath.Open(tree, type == EntryType.Folder ? path : path.Parent);
        using var file = type == EntryType.File ? FileSystem.OpenFile(folder, path.Name) : null;
        FileSystem.Sync(file ?? folder);
    }
}
