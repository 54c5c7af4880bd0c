using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Removes trees without ever following a symbolic link. What is gone already is fine.</summary>
internal static class TreeRemover
{
    /// <summary>Removes everything in a folder, but not the folder.</summary>
    internal static void RemoveContent(TreeRoot root, CancellationToken cancellation) => root.At(TreePath.Root, () =>
    {
        foreach (var name in FolderListing.Read(root.Handle).Where(name => !LostAndFound.Is(root.Handle, name)))
        {
            cancellation.ThrowIfCancellationRequested();
            root.At(new TreePath(name), () => RemoveEntry(root.Handle, name));
        }
    });

    /// <summary>Removes an entry of a folder with everything in it.</summary>
    internal static void RemoveEntry(SafeFileHandle parent, byte[] name)
    {
        if (FileSystem.FindStatus(parent, name) is not { } status) return;
        if (status.Type == EntryType.Folder) RemoveTree(parent, name);
        else FileSystem.RemoveFile(parent, name);
    }

    // No recursion: a tree may be deeper than a thread's stack.
    private static void RemoveTree(SafeFileHandle top, byte[] topName)
    {
        var levels = new Stack<Level>();
        levels.Push(new Level(top, topName));
        try
        {
            while (levels.TryPeek(out var level))
            {
                if (!level.Names.TryDequeue(out var name)) Leave(levels.Pop());
                else if (FileSystem.FindStatus(level.Handle, name)?.Type == EntryType.Folder) levels.Push(new Level(level.Handle, name));
                else FileSystem.RemoveFile(level.Handle, name);
            }
        }
        finally
        {
            foreach (var level in levels) level.Handle.Dispose();
        }
    }

    private static void Leave(Level level)
    {
        level.Handle.Dispose();
        FileSystem.RemoveFolder(level.Parent, level.Name);
    }

    private sealed class Level
    {
        internal Level(SafeFileHandle parent, byte[] name)
        {
            (Parent, Name, Handle) = (parent, name, FileSystem.OpenFolder(parent, name));
            // A folder without write permission would keep its owner from emptying it.
            if (!FileSystem.IsWritable(Handle)) FileSystem.SetMode(Handle, FileSystem.PrivateFolder);
            Names = new Queue<byte[]>(FolderListing.Read(Handle));
        }

        internal SafeFileHandle Parent { get; }

        internal byte[] Name { get; }

        internal SafeFileHandle Handle { get; }

        internal Queue<byte[]> Names { get; }
    }
}
