using System.Text;
using System.Text.Unicode;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>The files in a backup's folder. No symbolic link is followed, so none leads to other people's files.</summary>
internal static class FolderContent
{
    /// <summary>The paths of all files, with slashes.</summary>
    /// <exception cref="AdapterException">There is something that a backup cannot have.</exception>
    internal static List<string> PathsIn(string folder, CancellationToken cancellation)
    {
        using var root = TreeRoot.Open(folder);
        return [.. from entry in new TreeWalker(root, new WalkOptions()).Walk(cancellation)
                   where entry.Type != EntryType.Folder
                   select IsPlain(entry) ? Encoding.UTF8.GetString(entry.Path.Bytes) : throw Refused(root, entry)];
    }

    /// <summary>Removes everything but the files of a backup and their folders.</summary>
    internal static void RemoveOthers(string folder, IReadOnlyList<FolderFile> files, CancellationToken cancellation)
    {
        using var root = TreeRoot.Open(folder);
        var wanted = files.Select(file => new ExpectedEntry(PathOf(file.Path), EntryType.File));
        var above = files.SelectMany(file => Above(file.Path)).Distinct().Select(path => new ExpectedEntry(PathOf(path), EntryType.Folder));
        var expected = wanted.Concat(above).ToList();
        expected.Sort((one, other) => TreePath.Compare(one.Path, other.Path));
        TreePruner.Prune(root, expected, cancellation);
    }

    /// <summary>The folders above a path, innermost first.</summary>
    internal static IEnumerable<string> Above(string path)
    {
        while (Path.GetDirectoryName(path) is { Length: > 0 } above) yield return path = above;
    }

    private static TreePath PathOf(string path) => new(Encoding.UTF8.GetBytes(path));

    private static bool IsPlain(WalkedEntry entry) => entry.Status.Type == EntryType.File && Utf8.IsValid(entry.Path.Bytes);

    private static AdapterException Refused(TreeRoot root, WalkedEntry entry) => new(
        "a backup consists of regular files with names in UTF-8", root.Describe(entry.Path),
        "Remove it, or retry from the step that takes the backup", isTransient: false);
}
