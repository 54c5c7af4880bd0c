using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>A close look at an entry of one side, content included.</summary>
/// <param name="Entry">What it is; <see langword="null"/> when there is none.</param>
/// <param name="Seen">By what a later change is known; <see langword="null"/> when it changed a moment ago or meanwhile.</param>
internal sealed record SideLook(TreeEntry? Entry, Stamp? Seen)
{
    /// <summary>Whether it changed while it was looked at.</summary>
    internal bool IsMoving { get; init; }

    /// <summary>Looks at a path.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="known">How it should be; says whose further name a hard link should be.</param>
    /// <param name="options">Whether attributes count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static SideLook At(TreeRoot root, TreeEntry known, TreeOptions options, TimeProvider time, CancellationToken cancellation) => root.At(known.Path, () =>
    {
        try
        {
            return Now(root, known, new EntryReader(options, time.GetUtcNow(), cancellation));
        }
        catch (ErrnoException error) when (error.Number is Errno.NotFound or Errno.NotAFolder or Errno.TooManyLinks)
        {
            // It went, or became something else, between two looks: of a live tree that is no error.
            return new SideLook(null, null) { IsMoving = true };
        }
    });

    /// <summary>Looks at an entry that a walk met.</summary>
    /// <param name="walked">The entry.</param>
    /// <param name="content">It, open, when it is a file or folder; <see langword="null"/> to open it through its folder, which must still be open.</param>
    /// <param name="reader">Reads what a walk does not.</param>
    internal static SideLook Of(WalkedEntry walked, SafeFileHandle? content, EntryReader reader)
    {
        if (walked.Type is not (EntryType.File or EntryType.Folder)) return new SideLook(TreeEntry.Of(walked), Stamp.Of(walked.Status, reader.SeenAt));
        using var handle = content ?? EntryReader.Open(walked);
        if (walked.Type == EntryType.File) FileSystem.WriteBack(handle);
        var before = FileSystem.StatusOf(handle);
        var entry = reader.Read(walked with { Status = before }, handle);
        var isMoving = !FileSystem.StatusOf(handle).IsSameAs(before) || before.Inode != walked.Status.Inode;
        return new SideLook(entry, isMoving ? null : Stamp.Of(before, reader.SeenAt)) { IsMoving = isMoving };
    }

    private static SideLook Now(TreeRoot root, TreeEntry known, EntryReader reader)
    {
        using var folder = Find(root, known.Path.Parent);
        var name = known.Path.IsRoot ? "."u8 : known.Path.Name;
        if (folder is null || FileSystem.FindStatus(folder, name) is not { } status) return new SideLook(null, null);
        var walked = new WalkedEntry(known.Path, status) { Folder = folder };
        if (IsLink(root, known, status)) walked = walked with { IsHardLink = true, Link = known.Link };
        if (walked.Type == EntryType.Symlink)
        {
            if (FindLink(folder, name) is not { } link) return new SideLook(null, null) { IsMoving = true };
            walked = walked with { Link = link };
        }
        return Of(walked, null, reader);
    }

    private static TreePath? FindLink(SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        try
        {
            return new TreePath(FileSystem.ReadLink(folder, name));
        }
        catch (ErrnoException error) when (error.Number == Errno.Invalid)
        {
            return null; // no link any more
        }
    }

    private static bool IsLink(TreeRoot root, TreeEntry known, FileStatus status)
    {
        if (known.Type != EntryType.HardLink) return false;
        using var folder = Find(root, known.Link!.Parent);
        return folder is not null && FileSystem.FindStatus(folder, known.Link.Name)?.Inode == status.Inode;
    }

    private static SafeFileHandle? Find(TreeRoot root, TreePath folder)
    {
        try
        {
            return FolderPath.Open(root, folder);
        }
        catch (ErrnoException error) when (error.Number is Errno.NotFound or Errno.NotAFolder or Errno.TooManyLinks)
        {
            return null;
        }
    }
}
