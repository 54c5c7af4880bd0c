using System.Globalization;
using System.Text;

using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Says in what two entries of one path differ.</summary>
/// <param name="options">Whether attributes count.</param>
/// <param name="comparesOwners">Whether owners count: only root can set them.</param>
internal sealed class EntryDifference(TreeOptions options, bool comparesOwners)
{
    /// <summary>Everything that counts, in a form in which equal entries are equal.</summary>
    internal byte[] Canonical(TreeEntry? entry) => entry is null
        ? []
        : Encoding.UTF8.GetBytes(string.Join('\0', Facts(entry).Select(fact => $"{fact.Name}={fact.Value}").Prepend(Convert.ToHexString(entry.Path.Bytes))));

    /// <summary>What differs, for people; <see langword="null"/> when nothing does.</summary>
    internal string? Between(TreeEntry? reference, TreeEntry? target)
    {
        if (reference is null) return $"'{target!.Path}': not in the source, a {Name(target.Type)} in the target";
        if (target is null) return $"'{reference.Path}': a {Name(reference.Type)} in the source, missing in the target";
        var differing = Facts(reference).FullJoin(Facts(target)).Where(pair => pair.Reference != pair.Target).Select(Text).ToList();
        return differing.Count == 0 ? null : $"'{(reference.Path.IsRoot ? "." : reference.Path)}': {string.Join("; ", differing)}";
    }

    // A further name of a file shares everything with the first, which is compared there.
    private IEnumerable<(string Name, string Value)> Facts(TreeEntry entry)
    {
        yield return ("type", Name(entry.Type));
        if (entry.Link is not null) yield return ("link", entry.Link.ToString());
        if (entry.Type == EntryType.HardLink) yield break;
        if (entry.Type != EntryType.Symlink) yield return ("mode", OctalConverter.Format(entry.Mode));
        if (comparesOwners) yield return ("owner", string.Create(CultureInfo.InvariantCulture, $"{entry.User}:{entry.Group}"));
        yield return ("modified", entry.Modified.ToString());
        if (options.KeepsAttributes) yield return ("attributes", Attributes(entry));
        if (entry.Type != EntryType.File) yield break;
        yield return ("size", entry.SizeBytes!.Value.ToString(CultureInfo.InvariantCulture));
        yield return ("sha256", entry.Sha256!);
    }

    private static string Attributes(TreeEntry entry) =>
        string.Join(',', (entry.Attributes ?? []).Select(pair => $"{FileName.Printable(Encoding.Latin1.GetBytes(pair.Key))}={Convert.ToBase64String(pair.Value)}"));

    private static string Name(EntryType type) => type switch
    {
        EntryType.HardLink => "hard link",
        EntryType.Symlink => "symbolic link",
        EntryType.Fifo => "named pipe",
        EntryType.File => "file",
        EntryType.Folder => "folder",
        EntryType.Socket => "socket",
        _ => "device",
    };

    private static string Text((string Name, string? Reference, string? Target) pair) =>
        $"{pair.Name} is {pair.Reference ?? "none"} in the source, {pair.Target ?? "none"} in the target";
}
