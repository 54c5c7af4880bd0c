using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>An entry to compare.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Describe">Gives all of it; hashes a file, so it is called once, by a worker.</param>
internal sealed record Candidate(TreePath Path, Func<TreeEntry> Describe)
{
    /// <summary>Whether it is a socket, which is never copied.</summary>
    internal bool IsSocket { get; init; }

    /// <summary>An entry of a manifest.</summary>
    internal static Candidate Of(TreeEntry entry) => new(entry.Path, () => entry);

    /// <summary>The entries of a tree, hashed when they are described.</summary>
    internal static IEnumerable<Candidate> In(TreeRoot root, TreeOptions options, ByteProgress progress, CancellationToken cancellation)
    {
        var walk = new WalkOptions { OpensFiles = true, ReadsAttributes = options.KeepsAttributes };
        return from entry in new TreeWalker(root, walk).Walk(cancellation)
               select new Candidate(entry.Path, () => root.At(entry.Path, () => Hash(entry, progress, cancellation)))
               {
                   IsSocket = entry.Type == EntryType.Socket,
               };
    }

    private static TreeEntry Hash(WalkedEntry walked, ByteProgress progress, CancellationToken cancellation)
    {
        using (walked)
        {
            var entry = TreeEntry.Of(walked);
            if (walked.Type != EntryType.File) return entry;
            entry = entry with { SizeBytes = walked.SizeBytes, Sha256 = FileContent.Hash(walked.Content!, cancellation) };
            progress.Add(walked.SizeBytes);
            return entry;
        }
    }
}
