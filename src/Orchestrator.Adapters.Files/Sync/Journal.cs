using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Notes each path before it is made on the follower for the first time. After a kill the index takes them over, so that
/// nothing is left on the follower that nobody answers for.
/// </summary>
internal sealed class Journal(string path) : IDisposable
{
    private const int MaxPathSizeBytes = 1 << 20;

    private FileStream? _file;

    /// <summary>Notes a path. Written to the system at once, which a kill does not undo.</summary>
    internal void Note(TreePath entry)
    {
        _file ??= new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Span<byte> line = [.. BitConverter.GetBytes(entry.Bytes.Length), .. entry.Bytes];
        _file.Write(line);
    }

    /// <summary>The paths that a killed run noted, in the order of a walk. What a power failure made of the end is left out.</summary>
    internal static IEnumerable<TreePath> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        using var file = new BinaryReader(File.OpenRead(path));
        var last = TreePath.Root;
        while (Next(file) is { IsUnsafe: false } entry && TreePath.Compare(last, entry) < 0) yield return last = entry;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static TreePath? Next(BinaryReader file)
    {
        var length = file.ReadBytes(sizeof(int));
        if (length.Length < sizeof(int) || BitConverter.ToInt32(length) is var count && count is < 1 or > MaxPathSizeBytes) return null;
        var bytes = file.ReadBytes(count);
        return bytes.Length == count ? new TreePath(bytes) : null;
    }
}
