using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>A path that a comparison has looked at.</summary>
/// <param name="Reference">How it should be; <see langword="null"/> when it should not be.</param>
/// <param name="Target">How it is; <see langword="null"/> when it is not.</param>
internal sealed record ComparedPath(TreeEntry? Reference, TreeEntry? Target)
{
    /// <summary>Everything that counts of the reference, for its checksum.</summary>
    internal required byte[] ReferenceFacts { get; init; }

    /// <summary>Everything that counts of the target, for its checksum.</summary>
    internal required byte[] TargetFacts { get; init; }

    /// <summary>Whether it was compared anew, because it had changed since it was last found equal.</summary>
    internal bool IsRechecked { get; init; }

    /// <summary>What differs, for people; <see langword="null"/> when nothing does.</summary>
    internal string? Difference { get; init; }

    internal TreePath Path => (Reference ?? Target)!.Path;

    /// <summary>Whether it lies at the top of the tree and neither side has anything in it; so does the root itself.</summary>
    internal bool IsAtTop =>
        Path.IsRoot || (Path.Parent.IsRoot && Reference?.Type != EntryType.Folder && Target?.Type != EntryType.Folder);
}
