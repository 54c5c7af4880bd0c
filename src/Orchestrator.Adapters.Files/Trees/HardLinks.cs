using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Remembers the first names of entries that have several. Forgets one when its last name has come.</summary>
internal sealed class HardLinks
{
    private readonly Dictionary<(ulong Device, ulong Inode), (TreePath First, uint Missing)> _open = [];

    /// <summary>Notes a name.</summary>
    /// <returns>The entry's first name, when this one is a further name.</returns>
    internal TreePath? Note(TreePath path, FileStatus status)
    {
        if (status.LinkCount < 2 || status.Type == EntryType.Folder) return null;
        var key = (status.Device, status.Inode);
        if (!_open.TryGetValue(key, out var known))
        {
            _open[key] = (path, status.LinkCount - 1);
            return null;
        }
        if (known.Missing == 1) _open.Remove(key);
        else _open[key] = known with { Missing = known.Missing - 1 };
        return known.First;
    }
}
