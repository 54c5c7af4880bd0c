using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Opens a folder deep in a tree part by part: no symbolic link is followed, and no path is too long.</summary>
internal static class FolderPath
{
    /// <summary>Opens it.</summary>
    internal static SafeFileHandle Open(TreeRoot root, TreePath path)
    {
        var current = FileSystem.OpenFolder(root.Handle, "."u8);
        if (path.IsRoot) return current;
        foreach (var range in path.Bytes.Split((byte)'/'))
        {
            using var above = current;
            current = FileSystem.OpenFolder(above, path.Bytes[range]);
        }
        return current;
    }
}
