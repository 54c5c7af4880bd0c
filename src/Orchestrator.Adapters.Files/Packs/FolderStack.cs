using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>
/// Keeps the folders above the current entry of a sorted manifest open. Every one was opened by its name in the one
/// above, never through a symbolic link, so nothing that is done in them can happen outside of the tree.
/// </summary>
/// <param name="root">The tree.</param>
/// <param name="leave">Runs on a folder when all of its entries have passed.</param>
internal sealed class FolderStack(TreeRoot root, Action<TreeEntry, SafeFileHandle> leave) : IDisposable
{
    private readonly Stack<(TreeEntry Entry, SafeFileHandle Handle)> _folders = new();

    /// <summary>The open folder that the next entry is in.</summary>
    /// <exception cref="Core.Ports.AdapterException">The entry's folder has not passed: the manifest is damaged.</exception>
    internal SafeFileHandle ParentOf(TreePath path)
    {
        var parent = path.Parent;
        while (_folders.TryPeek(out var top) && !top.Entry.Path.IsSameAs(parent)) Leave();
        return _folders.TryPeek(out var found)
            ? found.Handle
            : throw BackupSeal.Damaged(root.Path, $"its manifest names '{path}' but not the folder that it is in");
    }

    /// <summary>Steps into a folder.</summary>
    internal SafeFileHandle Enter(TreeEntry entry)
    {
        var handle = entry.Path.IsRoot
            ? FileSystem.OpenFolder(root.Handle, "."u8)
            : FileSystem.OpenFolder(ParentOf(entry.Path), entry.Path.Name);
        _folders.Push((entry, handle));
        return handle;
    }

    /// <summary>Leaves all folders.</summary>
    internal void Finish()
    {
        while (_folders.Count > 0) Leave();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, handle) in _folders) handle.Dispose();
    }

    private void Leave()
    {
        var (entry, handle) = _folders.Pop();
        using (handle) root.At(entry.Path, () => leave(entry, handle));
    }
}
