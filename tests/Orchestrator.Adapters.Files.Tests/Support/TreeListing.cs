using Orchestrator.Contracts.Data;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>What other people's tools see of a tree, so that our copy is not judged by our own comparison alone.</summary>
internal static class TreeListing
{
    public static string Entries(string folder) => NastyTree.Shell(
        """
        cd "$1"
        find . \( -type d -printf 'd %m %U:%G %T@ %p\0' \) -o -printf '%y %m %U:%G %T@ %s %n %p -> %l\0' | sort -z | tr '\0' '\n'
        """, folder);

    public static string Contents(string folder) => NastyTree.Shell(
        "cd \"$1\" && find . -type f -size -100M -execdir sha256sum -- {} \\; | sort", folder);

    public static string ChangeTimes(string folder) => NastyTree.Shell("cd \"$1\" && find . -printf '%C@ %i %p\\0' | sort -z | tr '\\0' '\n'", folder);

    public static string Inodes(string folder) => NastyTree.Shell("cd \"$1\" && find . -printf '%i %p\\0' | sort -z | tr '\\0' '\n'", folder);

    public static string[] HardLinks(string folder)
    {
        var names = NastyTree.Shell("cd \"$1\" && find . ! -type d -links +1 -printf '%i %p\\0'", folder).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. from name in names
                   group name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..] by name[..name.IndexOf(' ', StringComparison.Ordinal)] into links
                   select string.Join(" = ", links.Order(StringComparer.Ordinal)) into text
                   orderby text
                   select text];
    }

    public static Dictionary<string, long> AllocatedBytes(string folder) => NastyTree
        .Shell("find \"$1\" -type f -printf '%b %f\\n'", folder)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(line => line.Split(' ')[1], line => 512 * long.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
}
