using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Looks through a folder.</summary>
internal static class LocalFolder
{
    /// <summary>Finds all files; empty folders are no part of a backup.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The files, ordered by path.</returns>
    /// <exception cref="AdapterException">The folder holds a link: its content would not be that of the folder.</exception>
    public static IReadOnlyList<LocalFile> Scan(string folder) =>
        [.. FilesBelow(new DirectoryInfo(folder), "").OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static IEnumerable<LocalFile> FilesBelow(DirectoryInfo folder, string prefix) =>
        folder.EnumerateFileSystemInfos().SelectMany(entry => entry switch
        {
            { LinkTarget: not null } => throw new AdapterException(
                "is a link, and a backup holds plain files", $"'{entry.FullName}'", "Replace it by what it leads to", isTransient: false),
            DirectoryInfo child => FilesBelow(child, $"{prefix}{child.Name}/"),
            FileInfo file => [new LocalFile(prefix + file.Name, file.FullName, file.Length)],
            _ => [],
        });
}
