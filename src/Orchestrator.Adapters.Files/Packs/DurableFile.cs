using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Writes small files so that a power failure leaves the old or the new one, never a half.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file beside its place, makes it durable and moves it into its place.</summary>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.draft";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Move(draft, path);
    }

    /// <summary>Moves a file whose content is durable, over one that stands there.</summary>
    internal static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FileSystem.SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Removes a file; none is fine.</summary>
    internal static void Remove(string path)
    {
        File.Delete(path);
        FileSystem.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
