using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Walks a tree in the order of <see cref="TreePath.Compare"/>. Keeps one open folder and its names for each level.</summary>
internal sealed class TreeWalker(TreeRoot root, WalkOptions options)
{
    private readonly HardLinks _hardLinks = new();
    private readonly Stack<Level> _levels = new();

    private bool MindsChanges => !options.ToleratesChanges && options.Unreadable is null;

    /// <summary>All entries, the root first. A folder's entries are listed when the walk goes on after the folder itself.</summary>
    /// <exception cref="AdapterException">Something cannot be read, or changed meanwhile.</exception>
    internal IEnumerable<WalkedEntry> Walk(CancellationToken cancellation)
    {
        try
        {
            if (At(TreePath.Root, DescribeRoot) is { } top) yield return top;
            Enter(TreePath.Root, () => FileSystem.OpenFolder(root.Handle, "."u8));
            while (_levels.TryPeek(out var level))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!level.Names.TryDequeue(out var name)) Leave(level);
                else if (Visit(level, name) is { } entry)
                {
                    yield return entry;
                    if (entry.Type == EntryType.Folder) Enter(entry.Path, () => FileSystem.OpenFolder(level.Handle, entry.Path.Name));
                }
            }
        }
        finally
        {
            foreach (var level in _levels) level.Handle.Dispose();
        }
    }

    private WalkedEntry DescribeRoot() =>
        new(TreePath.Root, FileSystem.StatusOf(root.Handle)) { Folder = root.Handle, Attributes = AttributesOf(root.Handle) };

    private void Enter(TreePath path, Func<SafeFileHandle> open) => At(path, () =>
    {
        var handle = open();
        try
        {
            var status = MindsChanges ? FileSystem.StatusOf(handle) : default;
            var names = FolderListing.Read(handle).Where(name => !path.IsRoot || !LostAndFound.Is(handle, name));
            _levels.Push(new Level(path, handle, status, new Queue<byte[]>(names)));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return path;
    });

    // A folder that changed while its entries were read may have gained or lost some of them.
    private void Leave(Level level)
    {
        _levels.Pop();
        using (level.Handle)
        {
            if (MindsChanges && !FileSystem.StatusOf(level.Handle).IsSameAs(level.Status))
                throw ChangedMeanwhile(root, level.Path);
        }
    }

    private WalkedEntry? Visit(Level level, byte[] name)
    {
        var path = level.Path.Child(name);
        return At(path, () => FileSystem.FindStatus(level.Handle, name) is { } status
            ? status.Type == EntryType.File && options.OpensFiles ? OpenFile(level, path) : Describe(level, path, status)
            : throw new ErrnoException("look at", path.ToString(), Errno.NotFound));
    }

    private WalkedEntry? OpenFile(Level level, TreePath path)
    {
        var content = FileSystem.OpenFile(level.Handle, path.Name);
        try
        {
            var status = FileSystem.StatusOf(content);
            if (status.Type != EntryType.File) throw ChangedMeanwhile(root, path);
            var first = _hardLinks.Note(path, status);
            return new WalkedEntry(path, status)
            {
                Folder = level.Handle,
                Content = content,
                Link = first,
                IsHardLink = first is not null,
                Attributes = AttributesOf(content),
            };
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private WalkedEntry Describe(Level level, TreePath path, FileStatus status)
    {
        var first = _hardLinks.Note(path, status);
        var entry = new WalkedEntry(path, status) { Folder = level.Handle };
        if (first is not null) return entry with { Link = first, IsHardLink = true };
        if (status.Type == EntryType.Symlink) return entry with { Link = new TreePath(FileSystem.ReadLink(level.Handle, path.Name)) };
        return status.Type == EntryType.Folder ? entry with { Attributes = FolderAttributes(level, path) } : entry;
    }

    private SortedDictionary<string, byte[]>? FolderAttributes(Level level, TreePath path)
    {
        if (!options.ReadsAttributes) return null;
        using var handle = FileSystem.OpenFolder(level.Handle, path.Name);
        return AttributesOf(handle);
    }

    private SortedDictionary<string, byte[]>? AttributesOf(SafeFileHandle handle) =>
        options.ReadsAttributes ? ExtendedAttributes.Read(handle) : null;

    private T? At<T>(TreePath path, Func<T?> look) where T : class
    {
        try
        {
            return root.At(path, look);
        }
        catch (AdapterException error) when (Skips(error))
        {
            return null;
        }
    }

    private bool Skips(AdapterException error)
    {
        var vanished = error.InnerException is ErrnoException { Number: Errno.NotFound };
        if (vanished) return options.ToleratesChanges;
        options.Unreadable?.Invoke(error);
        return options.Unreadable is not null;
    }

    /// <summary>The error of a tree that is written to while it should stand still.</summary>
    internal static AdapterException ChangedMeanwhile(TreeRoot root, TreePath path) => new(
        "it changed while it was read", root.Describe(path),
        $"Stop whatever writes to it (lsof +D '{root.Path}'), then retry the step", isTransient: true);

    private sealed record Level(TreePath Path, SafeFileHandle Handle, FileStatus Status, Queue<byte[]> Names);
}
