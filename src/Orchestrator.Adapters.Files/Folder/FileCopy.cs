using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>Copies single files durably and by their hashes.</summary>
internal sealed class FileCopy(ByteProgress progress, CancellationToken cancellation)
{
    /// <summary>The SHA-256 of a file; <see langword="null"/> when there is none.</summary>
    internal string? Hash(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path);
        return FileContent.Hash(file, cancellation);
    }

    /// <summary>Copies a file under another name, and moves it into its place when it is whole, durable and accepted.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">Its place; folders above are made.</param>
    /// <param name="accepts">Sees the SHA-256 and may refuse it.</param>
    /// <returns>Its SHA-256, or <see langword="null"/> when it was refused.</returns>
    internal string? Copy(string from, string to, Func<string, bool> accepts)
    {
        var folder = Path.GetDirectoryName(to)!;
        Directory.CreateDirectory(folder);
        // Not the file's own name with an addition: that name may be as long as a name can be.
        var draft = Path.Combine(folder, $".{Guid.NewGuid():n}.draft");
        var hash = CopyContent(from, draft);
        if (!accepts(hash))
        {
            File.Delete(draft);
            return null;
        }
        File.Move(draft, to, overwrite: true);
        FileSystem.SyncFolder(folder);
        return hash;
    }

    /// <summary>Counts a file that need not be copied.</summary>
    internal void Skip(long sizeBytes) => progress.Add(sizeBytes);

    private string CopyContent(string from, string to)
    {
        using var source = File.OpenHandle(from);
        using var target = File.OpenHandle(to, FileMode.Create, FileAccess.Write);
        var (sizeBytes, hash) = FileContent.Read(source, RandomAccess.GetLength(source), (at, data) =>
        {
            RandomAccess.Write(target, data, at);
            progress.Add(data.Length);
        }, cancellation);
        RandomAccess.SetLength(target, sizeBytes);
        RandomAccess.FlushToDisk(target);
        return hash;
    }
}
