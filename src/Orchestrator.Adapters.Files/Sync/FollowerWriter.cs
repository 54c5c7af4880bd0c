using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Changes the tree that follows. What is new takes its place by a rename, so that nobody ever meets half of it; nothing
/// is reached through a symbolic link; no folder is removed that has something in it.
/// </summary>
/// <threadsafety>Files may be written by several threads.</threadsafety>
internal sealed class FollowerWriter : IDisposable
{
    private readonly TreeRoot _tree;
    private readonly string _migrationId;
    private readonly Lazy<Staging> _staging;
    private readonly SpecialMaker _specials;
    private readonly Metadata _metadata;

    internal FollowerWriter(TreeRoot tree, string migrationId, TreeOptions options)
    {
        (_tree, _migrationId) = (tree, migrationId);
        _staging = new Lazy<Staging>(() => new Staging(tree, migrationId));
        (_specials, _metadata) = (new SpecialMaker(tree, options), new Metadata(options));
    }

    /// <summary>Whether the root's time has moved because files were written first in it.</summary>
    internal bool HasStaged => _staging.IsValueCreated;

    /// <summary>Takes over what a killed run left of the place in which files are written first, so that it is removed.</summary>
    internal void TakeOverLeftovers() => _tree.At(TreePath.Root, () =>
    {
        if (FileSystem.FindStatus(_tree.Handle, Staging.NameFor(_migrationId)) is not null) _ = _staging.Value;
    });

    /// <summary>What stands at a path; <see langword="null"/> when nothing does, or its folder is gone.</summary>
    internal EntryType? TypeOf(TreePath path) => _tree.At<EntryType?>(path, () =>
    {
        using var folder = FindFolder(path.Parent);
        return folder is null ? null : FileSystem.FindStatus(folder, path.Name)?.Type;
    });

    /// <summary>Makes a folder that nobody else may use until it is settled; one that exists is fine.</summary>
    internal void MakeFolder(TreePath path) => _tree.At(path, () =>
    {
        if (path.IsRoot) return;
        using var parent = OpenFolder(path.Parent);
        if (FileSystem.FindStatus(parent, path.Name) is { Type: not EntryType.Folder }) FileSystem.RemoveFile(parent, path.Name);
        FileSystem.MakeFolder(parent, path.Name);
    });

    /// <summary>Copies a file over what stands there.</summary>
    /// <param name="entry">The file without its content.</param>
    /// <param name="content">The content.</param>
    /// <param name="wrote">Hears how many bytes were written.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The file with its size and SHA-256.</returns>
    internal TreeEntry CopyFile(TreeEntry entry, SafeFileHandle content, Action<long> wrote, CancellationToken cancellation)
    {
        byte[] name = [];
        using var file = _tree.At(entry.Path, () => _staging.Value.Create(out name));
        var (sizeBytes, sha256) = FileContent.Read(content, FileSystem.StatusOf(content).SizeBytes, Write, cancellation);
        _tree.At(entry.Path, () =>
        {
            RandomAccess.SetLength(file, sizeBytes);
            _metadata.Apply(entry, file);
            Publish(name, entry.Path);
        });
        return entry with { SizeBytes = sizeBytes, Sha256 = sha256 };

        void Write(long at, ReadOnlySpan<byte> data)
        {
            try
            {
                RandomAccess.Write(file, data, at);
            }
            catch (IOException error) when (FileErrors.Explain(error, _tree.Describe(entry.Path)) is { } explained)
            {
                throw explained;
            }
            wrote(data.Length);
        }
    }

    /// <summary>Makes a link or a named pipe over what stands there.</summary>
    internal void MakeSpecial(TreeEntry entry) => _tree.At(entry.Path, () =>
    {
        var name = _staging.Value.NextName();
        _specials.Make(entry, _staging.Value.Folder, name);
        Publish(name, entry.Path);
    });

    /// <summary>Gives a file whose content is right its owner, permissions, attributes and times.</summary>
    internal void SetMetadata(TreeEntry entry) => _tree.At(entry.Path, () =>
    {
        using var folder = OpenFolder(entry.Path.Parent);
        using var file = FileSystem.OpenFile(folder, entry.Path.Name);
        _metadata.Apply(entry, file);
    });

    /// <summary>Gives a folder all of whose entries are there its owner, permissions, attributes and times.</summary>
    internal void Settle(TreeEntry entry) => _tree.At(entry.Path, () =>
    {
        using var folder = FolderPath.Open(_tree, entry.Path);
        _metadata.Apply(entry, folder);
    });

    /// <summary>Removes what is no folder; nothing there is fine.</summary>
    internal void RemoveFile(TreePath path) => _tree.At(path, () =>
    {
        using var folder = FindFolder(path.Parent);
        if (folder is not null) FileSystem.RemoveFile(folder, path.Name);
    });

    /// <summary>Removes an empty folder; none is fine.</summary>
    /// <exception cref="Core.Ports.AdapterException">It holds something that this migration did not put there.</exception>
    internal void RemoveFolder(TreePath path) => _tree.At(path, () =>
    {
        using var folder = FindFolder(path.Parent);
        if (folder is not null) FileSystem.RemoveFolder(folder, path.Name);
    });

    /// <summary>Removes the place in which files were written first.</summary>
    internal void Clear()
    {
        if (_staging.IsValueCreated) _tree.At(TreePath.Root, _staging.Value.Remove);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_staging.IsValueCreated) _staging.Value.Dispose();
    }

    private void Publish(byte[] name, TreePath path)
    {
        using var folder = OpenFolder(path.Parent);
        _staging.Value.Publish(name, folder, path.Name);
    }

    // A folder that its own owner may not write to is opened for it; it is settled when the pass leaves it.
    private SafeFileHandle OpenFolder(TreePath path)
    {
        var folder = FolderPath.Open(_tree, path);
        if (!FileSystem.IsWritable(folder)) FileSystem.SetMode(folder, FileSystem.PrivateFolder);
        return folder;
    }

    private SafeFileHandle? FindFolder(TreePath path)
    {
        try
        {
            return OpenFolder(path);
        }
        catch (ErrnoException error) when (error.Number is Errno.NotFound or Errno.NotAFolder or Errno.TooManyLinks)
        {
            return null;
        }
    }
}
