using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Makes what has no content of its own: symbolic links, further names of files, named pipes.</summary>
internal sealed class SpecialMaker(TreeRoot target, TreeOptions options)
{
    private readonly Metadata _metadata = new(options);

    /// <summary>Makes an entry under a name that is free.</summary>
    /// <param name="entry">What it is.</param>
    /// <param name="folder">Where it is made, perhaps not in its own place yet.</param>
    /// <param name="name">Its name there.</param>
    internal void Make(TreeEntry entry, SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        if (entry.Type == EntryType.HardLink)
        {
            LinkTo(entry.Link!, folder, name);
            return;
        }
        if (entry.Type == EntryType.Symlink) FileSystem.MakeSymlink(folder, name, entry.Link!.Bytes);
        else FileSystem.MakeFifo(folder, name);
        _metadata.Apply(entry, folder, name);
    }

    private void LinkTo(TreePath first, SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        using var firstFolder = FolderPath.Open(target, first.Parent);
        FileSystem.MakeHardLink(firstFolder, first.Name, folder, name);
    }
}
