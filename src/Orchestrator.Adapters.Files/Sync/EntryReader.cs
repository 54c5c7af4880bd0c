using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Reads of an entry what a walk does not: attributes and content.</summary>
/// <param name="options">Whether attributes count.</param>
/// <param name="seenAt">A moment before the entries were looked at.</param>
/// <param name="cancellation">Gives up.</param>
internal sealed class EntryReader(TreeOptions options, DateTimeOffset seenAt, CancellationToken cancellation)
{
    internal DateTimeOffset SeenAt => seenAt;

    /// <summary>Opens a file or folder while the walk stands at it.</summary>
    internal static SafeFileHandle Open(WalkedEntry walked) => walked.Type == EntryType.File
        ? FileSystem.OpenFile(walked.Folder, walked.Path.Name)
        : FileSystem.OpenFolder(walked.Folder, walked.Path.IsRoot ? "."u8 : walked.Path.Name);

    /// <summary>Reads all of an open file or folder.</summary>
    internal TreeEntry Read(WalkedEntry walked, SafeFileHandle handle)
    {
        var entry = TreeEntry.Of(walked) with { Attributes = options.KeepsAttributes ? ExtendedAttributes.Read(handle) : null };
        if (walked.Type != EntryType.File) return entry;
        var (sizeBytes, sha256) = FileContent.Read(handle, walked.Status.SizeBytes, static (_, _) => { }, cancellation);
        return entry with { SizeBytes = sizeBytes, Sha256 = sha256 };
    }
}
