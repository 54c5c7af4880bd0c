using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>The folder that a backup is brought into.</summary>
internal sealed class RestoreFolder
{
    private readonly string _root;
    private readonly string _partials;

    /// <summary>Names the folder; nothing is done yet.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="manifestSha256">The backup: what was fetched of another one is not continued.</param>
    public RestoreFolder(string root, string manifestSha256)
    {
        _root = root;
        _partials = Path.Combine(root, $".partial-{manifestSha256[..16]}");
    }

    /// <summary>Removes what is no part of the backup and makes the empty files.</summary>
    /// <param name="files">All files of the backup.</param>
    /// <returns>The files that are missing or differ.</returns>
    public IReadOnlyList<ManifestFile> Prepare(IReadOnlyList<ManifestFile> files)
    {
        var paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var folders = files.SelectMany(file => ParentsOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        RemoveStrays(new DirectoryInfo(_root), "", paths, folders);
        Directory.CreateDirectory(_partials);
        var missing = files.Where(file => !IsThere(file)).ToList();
        foreach (var empty in missing.Where(file => file.SizeBytes == 0))
        {
            File.WriteAllBytes(PartialOf(empty), []);
            Accept(empty);
        }

        return missing.FindAll(file => file.SizeBytes > 0);
    }

    /// <summary>Where a file is put together. Not beside its place: a name can be too long for anything added to it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>A full path.</returns>
    public string PartialOf(ManifestFile file) =>
        Path.Combine(_partials, BackupManifest.HashOf(Encoding.UTF8.GetBytes(file.Path)));

    /// <summary>How much of a file an earlier run has fetched, in whole blocks, always less than all of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="blockBytes">The size of a block.</param>
    /// <returns>The length in bytes.</returns>
    public long FetchedBytesOf(ManifestFile file, int blockBytes)
    {
        var partial = new FileInfo(PartialOf(file));
        return partial.Exists ? Math.Min(partial.Length, file.SizeBytes - 1) / blockBytes * blockBytes : 0;
    }

    /// <summary>Moves a file that is complete and right to its place.</summary>
    /// <param name="file">The file.</param>
    public void Accept(ManifestFile file)
    {
        var place = PlaceOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.Move(PartialOf(file), place, overwrite: true);
    }

    /// <summary>Removes what only the fetching needed.</summary>
    public void Finish() => Directory.Delete(_partials, recursive: true);

    private string PlaceOf(ManifestFile file) => Path.Combine(_root, file.Path);

    private bool IsThere(ManifestFile file)
    {
        var place = new FileInfo(PlaceOf(file));
        if (!place.Exists || place.Length != file.SizeBytes)
            return false;
        using var content = place.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Sha256;
    }

    private void RemoveStrays(DirectoryInfo folder, string prefix, HashSet<string> paths, HashSet<string> folders)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (entry is DirectoryInfo { LinkTarget: null } child && folders.Contains(path))
                RemoveStrays(child, $"{path}/", paths, folders);
            else if (entry is DirectoryInfo { LinkTarget: null } stray && stray.FullName != Path.GetFullPath(_partials))
                stray.Delete(recursive: true);
            else if (entry.LinkTarget is not null || (entry is FileInfo && !paths.Contains(path)))
                entry.Delete();
        }
    }

    private static IEnumerable<string> ParentsOf(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }
}
