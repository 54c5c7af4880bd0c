using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Reads of an entry what a walk does not: content is opened, attributes are read. Only while the walk stands at it.</summary>
internal sealed class ChangeReader(TreeRoot root, TreeOptions options, TimeProvider time)
{
    /// <summary>Reads an entry that changed.</summary>
    /// <exception cref="Core.Ports.AdapterException">It cannot be read, or is gone.</exception>
    internal Change Read(WalkedEntry walked, SyncEntry? known) => root.At(walked.Path, () => walked.Type switch
    {
        EntryType.File => ReadFile(walked, known),
        EntryType.Device => throw SpecialFiles.DeviceRefused(root, walked.Path),
        EntryType.Folder => ReadFolder(walked, known),
        _ => ReadSpecial(walked, known),
    });

    // Looked at again, since only a look after a known moment tells whether it changed just before.
    private Change ReadSpecial(WalkedEntry walked, SyncEntry? known)
    {
        var seenAt = time.GetUtcNow();
        return FileSystem.FindStatus(walked.Folder, walked.Path.Name) is { } status && status.IsSameAs(walked.Status)
            ? new Change(walked, known, seenAt) { Entry = TreeEntry.Of(walked) }
            : throw TreeWalker.ChangedMeanwhile(root, walked.Path);
    }

    private Change ReadFolder(WalkedEntry walked, SyncEntry? known)
    {
        var seenAt = time.GetUtcNow();
        using var folder = FileSystem.OpenFolder(walked.Folder, walked.Path.IsRoot ? "."u8 : walked.Path.Name);
        return Read(walked with { Status = FileSystem.StatusOf(folder) }, known, seenAt, folder);
    }

    private Change ReadFile(WalkedEntry walked, SyncEntry? known)
    {
        var seenAt = time.GetUtcNow();
        var content = FileSystem.OpenFile(walked.Folder, walked.Path.Name);
        try
        {
            FileSystem.WriteBack(content);
            var status = FileSystem.StatusOf(content);
            if (status.Inode != walked.Status.Inode) throw TreeWalker.ChangedMeanwhile(root, walked.Path);
            return Read(walked with { Status = status }, known, seenAt, content) with { Content = content };
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private Change Read(WalkedEntry walked, SyncEntry? known, DateTimeOffset seenAt, SafeFileHandle handle)
    {
        walked = walked with { Attributes = options.KeepsAttributes ? ExtendedAttributes.Read(handle) : null };
        return new Change(walked, known, seenAt) { Entry = TreeEntry.Of(walked) };
    }
}
