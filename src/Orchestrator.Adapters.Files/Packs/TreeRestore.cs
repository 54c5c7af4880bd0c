using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>
/// Restores a backup into a folder in three passes: what does not belong is removed; folders are made and files written
/// under other names, checked and renamed; links and pipes are made and the folders finished, innermost first. Folders
/// are closed to others until then. A run after a kill keeps each file whose SHA-256 is right.
/// </summary>
internal sealed class TreeRestore(TreeRoot target, string folder, TreeOptions options, ByteProgress progress)
{
    private readonly PackReader _packs = new(folder);
    private readonly Metadata _metadata = new(options);
    private readonly SpecialMaker _specials = new(target, options);

    /// <summary>Restores everything and makes it durable.</summary>
    /// <exception cref="AdapterException">The backup is damaged, or the target cannot be written.</exception>
    internal void Run(string migrationId, CancellationToken cancellation)
    {
        TreePruner.Prune(target, ManifestReader.Read(folder).Select(entry => new ExpectedEntry(entry.Path, entry.Type)), cancellation);
        using (var staging = new Staging(target, migrationId))
        {
            WriteFiles(staging, cancellation);
            staging.Remove();
        }
        FinishFolders(cancellation);
        FileSystem.SyncAll(target.Handle);
    }

    private void WriteFiles(Staging staging, CancellationToken cancellation)
    {
        using var folders = new FolderStack(target, static (_, _) => { });
        OrderedPipeline.Run(Files(folders, staging), file => Write(file, staging, cancellation), static _ => { }, options.Parallelism, cancellation);
    }

    private IEnumerable<(TreeEntry Entry, SafeFileHandle Parent)> Files(FolderStack folders, Staging staging)
    {
        foreach (var entry in ManifestReader.Read(folder))
        {
            if (staging.Contains(entry.Path)) throw BackupSeal.Damaged(folder, $"it holds '{entry.Path}', which is where files are restored first");
            if (entry.Type == EntryType.Folder) target.At(entry.Path, () => EnterPrivately(folders, entry));
            else if (entry.Type == EntryType.File) yield return (entry, target.At(entry.Path, () => FileSystem.OpenFolder(folders.ParentOf(entry.Path), "."u8)));
        }
    }

    private static void EnterPrivately(FolderStack folders, TreeEntry entry)
    {
        if (!entry.Path.IsRoot) FileSystem.MakeFolder(folders.ParentOf(entry.Path), entry.Path.Name);
        FileSystem.SetMode(folders.Enter(entry), FileSystem.PrivateFolder);
    }

    private bool Write((TreeEntry Entry, SafeFileHandle Parent) file, Staging staging, CancellationToken cancellation)
    {
        var (entry, parent) = file;
        using (parent)
        {
            target.At(entry.Path, () =>
            {
                if (!IsRestored(entry, parent, cancellation)) WriteAnew(entry, parent, staging, cancellation);
                else progress.Add(entry.SizeBytes!.Value);
            });
        }
        return true;
    }

    private bool IsRestored(TreeEntry entry, SafeFileHandle parent, CancellationToken cancellation)
    {
        if (FileSystem.FindStatus(parent, entry.Path.Name) is not { Type: EntryType.File, LinkCount: 1 } status) return false;
        if (status.SizeBytes != entry.SizeBytes || status.Modified != entry.Modified) return false;
        using var content = FileSystem.OpenFile(parent, entry.Path.Name);
        if (FileContent.Hash(content, cancellation) != entry.Sha256) return false;
        _metadata.Apply(entry, content);
        return true;
    }

    private void WriteAnew(TreeEntry entry, SafeFileHandle parent, Staging staging, CancellationToken cancellation)
    {
        using var file = staging.Create(out var name);
        var isWhole = _packs.Read(entry, (at, data) =>
        {
            RandomAccess.Write(file, data, at);
            progress.Add(data.Length);
        }, cancellation);
        if (!isWhole) throw BackupSeal.Damaged(folder, $"the content of '{entry.Path}' is not what was backed up");
        RandomAccess.SetLength(file, entry.SizeBytes!.Value);
        _metadata.Apply(entry, file);
        staging.Publish(name, parent, entry.Path.Name);
    }

    private void FinishFolders(CancellationToken cancellation)
    {
        using var folders = new FolderStack(target, _metadata.Apply);
        foreach (var entry in ManifestReader.Read(folder))
        {
            cancellation.ThrowIfCancellationRequested();
            target.At(entry.Path, () => Finish(folders, entry));
        }
        folders.Finish();
    }

    private void Finish(FolderStack folders, TreeEntry entry)
    {
        if (entry.Type == EntryType.Folder) folders.Enter(entry);
        else if (entry.Type != EntryType.File) MakeSpecial(folders.ParentOf(entry.Path), entry);
    }

    private void MakeSpecial(SafeFileHandle parent, TreeEntry entry)
    {
        FileSystem.RemoveFile(parent, entry.Path.Name);
        _specials.Make(entry, parent, entry.Path.Name);
    }
}
