using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>One backup in the store: <c>NAME/manifest.json</c> and the files in <c>NAME/files</c>.</summary>
/// <param name="root">The store's folder.</param>
/// <param name="name">The backup's name.</param>
/// <param name="parallelism">How many files are copied at once.</param>
internal sealed class StoredFolder(string root, string name, int parallelism)
{
    /// <summary>The file whose presence means that the backup is stored.</summary>
    internal const string ManifestName = "manifest.json";

    private string Location => Path.Combine(root, name);

    private string FilesFolder => Path.Combine(Location, "files");

    private string ManifestPath => Path.Combine(Location, ManifestName);

    /// <summary>The backup if it is stored.</summary>
    internal FolderManifest? Find() => FolderManifest.Find(ManifestPath);

    /// <summary>What to tell of a stored backup.</summary>
    internal StoredBackup Describe(FolderManifest manifest) => manifest.Describe(Location);

    /// <summary>Stores a folder; files that are there with the right hash are kept.</summary>
    internal FolderManifest Put(string folder, DateTimeOffset now, FileCopy copy, CancellationToken cancellation)
    {
        var stored = Find();
        Directory.CreateDirectory(FilesFolder);
        var files = Work(FolderContent.PathsIn(folder, cancellation), path => Send(folder, path, copy), cancellation);
        if (stored is not null && stored.Files.SequenceEqual(files)) return stored;
        Withdraw();
        FolderContent.RemoveOthers(FilesFolder, files, cancellation);
        Sync();
        var manifest = new FolderManifest { Name = name, StoredAt = now, Files = files };
        manifest.Write(ManifestPath);
        return manifest;
    }

    /// <summary>Fetches a stored backup; files that are there with the right hash are kept, all others removed.</summary>
    /// <exception cref="AdapterException">A file is not what was stored.</exception>
    internal void Get(FolderManifest manifest, string folder, FileCopy copy, CancellationToken cancellation)
    {
        FolderContent.RemoveOthers(folder, manifest.Files, cancellation);
        Work(manifest.Files, file => Fetch(file, folder, copy), cancellation);
    }

    /// <summary>Removes the backup: first what makes it one, so that a killed run leaves none that looks whole.</summary>
    internal void Remove()
    {
        if (!Directory.Exists(Location)) return;
        Withdraw();
        Directory.Delete(Location, recursive: true);
        RemoveEmptyParents();
    }

    private FolderFile Send(string folder, string path, FileCopy copy)
    {
        var (from, to) = (Path.Combine(folder, path), Path.Combine(FilesFolder, path));
        var sizeBytes = new FileInfo(from).Length;
        if (!File.Exists(to) || new FileInfo(to).Length != sizeBytes || copy.Hash(from) is not { } known || copy.Hash(to) != known)
            return Replace(path, from, to, copy);
        copy.Skip(sizeBytes);
        return new FolderFile(path, sizeBytes, known);
    }

    // A stored backup ends to be one before the first of its files is replaced.
    private FolderFile Replace(string path, string from, string to, FileCopy copy)
    {
        Withdraw();
        var hash = copy.Copy(from, to, static _ => true)!;
        return new FolderFile(path, new FileInfo(to).Length, hash);
    }

    private bool Fetch(FolderFile file, string folder, FileCopy copy)
    {
        var (from, to) = (Path.Combine(FilesFolder, file.Path), Path.Combine(folder, file.Path));
        if (copy.Hash(to) == file.Sha256) copy.Skip(file.SizeBytes);
        else if (!File.Exists(from)) throw Damaged(from, "the file is missing");
        else if (copy.Copy(from, to, hash => hash == file.Sha256) is null) throw Damaged(from, "its SHA-256 is not that of what was stored");
        return true;
    }

    private void Withdraw()
    {
        if (File.Exists(ManifestPath)) DurableFile.Remove(ManifestPath);
    }

    private List<TResult> Work<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> work, CancellationToken cancellation)
    {
        var results = new List<TResult>();
        OrderedPipeline.Run(items, work, results.Add, parallelism, cancellation);
        return results;
    }

    private void Sync()
    {
        using var handle = FileSystem.OpenFolder(root);
        FileSystem.SyncAll(handle);
    }

    // Other backups of the same migration keep the folders above alive; so does one that appears at this moment.
    private void RemoveEmptyParents()
    {
        foreach (var parent in FolderContent.Above(name).Select(above => Path.Combine(root, above)))
        {
            using var handle = FileSystem.OpenFolder(Path.GetDirectoryName(parent)!);
            if (Directory.EnumerateFileSystemEntries(parent).Any()) return;
            Directory.Delete(parent);
            FileSystem.Sync(handle);
        }
    }

    private static AdapterException Damaged(string path, string problem) => new(
        problem, $"stored backup '{path}'", "Restore it from a copy of the store, or take the backup again", isTransient: false);
}
