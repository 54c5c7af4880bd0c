using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>The folder <c>lost+found</c> at the top of a mounted file system belongs to the file system and to no tree.</summary>
internal static class LostAndFound
{
    /// <summary>Whether a name in a tree's root is that folder.</summary>
    internal static bool Is(SafeFileHandle root, ReadOnlySpan<byte> name) =>
        name.SequenceEqual("lost+found"u8)
        && FileSystem.StatusOf(root).Device != FileSystem.FindStatus(root, ".."u8)?.Device
        && FileSystem.FindStatus(root, name) is { Type: EntryType.Folder, User: 0 };
}
