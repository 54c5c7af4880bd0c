using System.Text.Json;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Reads manifests entry by entry.</summary>
internal static class ManifestReader
{
    /// <summary>The entries of a complete backup.</summary>
    /// <exception cref="Core.Ports.AdapterException">The manifest is damaged or would lead out of its tree.</exception>
    internal static IEnumerable<TreeEntry> Read(string folder)
    {
        TreeEntry? last = null;
        foreach (var line in File.ReadLines(Path.Combine(folder, PackFiles.Manifest)))
        {
            if (Parse(line) is not { } entry || !IsValid(entry) || !Follows(last, entry))
                throw BackupSeal.Damaged(folder, "its manifest is damaged");
            yield return last = entry;
        }
    }

    /// <summary>The entries that a killed run noted; a line that it could not finish ends them.</summary>
    internal static IEnumerable<TreeEntry> ReadUnfinished(string path) =>
        File.Exists(path) ? File.ReadLines(path).Select(Parse).TakeWhile(entry => entry is not null && IsValid(entry)).Select(entry => entry!) : [];

    private static TreeEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<TreeEntry>(line, DurableJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Follows(TreeEntry? last, TreeEntry entry) =>
        last is null ? entry.Path.IsRoot : TreePath.Compare(last.Path, entry.Path) < 0;

    // The backup comes from a store that others may write to: it must not make a restore write outside of its target.
    private static bool IsValid(TreeEntry entry) => !entry.Path.IsUnsafe && entry.Type switch
    {
        EntryType.File => entry is { SizeBytes: >= 0, Sha256: not null, Data: not null },
        EntryType.Symlink => entry.Link is { IsRoot: false },
        EntryType.HardLink => entry.Link is { IsRoot: false, IsUnsafe: false },
        EntryType.Folder or EntryType.Fifo => true,
        _ => false,
    };
}
