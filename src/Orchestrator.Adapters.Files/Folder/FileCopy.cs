using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Folder;

/// <summary>Copies single files durably and by their hashes.</summary>
internal sealed class FileCopy(ByteProgress progress, CancellationToken cancellation)
{
    private const string Draft = ".draft";

    /// <summary>The SHA-256 of a file; <see langword="null"/> when there is none.</summary>
    internal string? Hash(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path);
        return FileContent.Hash(file, cancellation);
    }

    /// <summary>Copies a file under another name and moves it into its place when it is whole and durable.</summary>
    /// <returns>Its SHA-256.</returns>
    internal string Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var hash = CopyContent(from, $"{to}{Draft}");
        File.Move($"{to}{Draft}", to, overwrite: true);
        FileSystem.SyncFolder(Path.GetDirectoryName(to)!);
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
