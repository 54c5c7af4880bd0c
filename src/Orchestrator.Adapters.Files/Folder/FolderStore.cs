using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>A store that is open.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Parallelism">How many files are copied at once.</param>
internal sealed record FolderStore(string Path, int Parallelism)
{
    /// <summary>Opens a store, and makes its folder when there is none.</summary>
    /// <exception cref="AdapterException">The path is not absolute, or this is no Linux.</exception>
    internal static FolderStore Open(string path, int parallelism)
    {
        if (!OperatingSystem.IsLinux())
            throw new AdapterException("it works on Linux only", "kind 'folder'", "Run the orchestrator on Linux", isTransient: false);
        if (!path.StartsWith('/'))
            throw new AdapterException("its path is not absolute", $"backup store '{path}'", "Write the whole path, beginning with '/'", isTransient: false);
        if (!Directory.Exists(path)) Make(path);
        return new FolderStore(path, parallelism);
    }

    /// <summary>A backup in the store, whether it exists or not.</summary>
    /// <exception cref="AdapterException">The name would lead out of the store.</exception>
    internal StoredFolder Backup(string name) => RelativePath.IsSafe(name)
        ? new StoredFolder(Path, name, Parallelism)
        : throw new AdapterException("that is no name for a backup", $"'{name}'", "Use names of the form migration-id/component", isTransient: false);

    /// <summary>The complete backups.</summary>
    internal IEnumerable<FolderManifest> All() =>
        from migration in Directory.EnumerateDirectories(Path)
        from component in Directory.EnumerateDirectories(migration)
        let manifest = FolderManifest.Find(System.IO.Path.Combine(component, StoredFolder.ManifestName))
        where manifest is not null
        select manifest;

    private static void Make(string path)
    {
        Directory.CreateDirectory(path);
        using var folder = FileSystem.OpenFolder(path);
        FileSystem.SetMode(folder, FileSystem.PrivateFolder);
    }
}
