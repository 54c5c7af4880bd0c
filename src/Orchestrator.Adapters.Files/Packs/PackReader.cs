using System.Buffers;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Reads the content of files from packs.</summary>
internal sealed class PackReader(string folder)
{
    /// <summary>Reads a file's content.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="sink">Takes its data; holes are left out.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it is the content that was stored, by its SHA-256.</returns>
    internal bool Read(TreeEntry entry, FileContent.Sink sink, CancellationToken cancellation)
    {
        using var hash = new ContentHash(sink, cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(FileContent.BufferSizeBytes);
        try
        {
            foreach (var extent in entry.Data!)
            {
                if (extent.At < hash.Position || extent.Length > entry.SizeBytes - extent.At) return false;
                hash.SkipTo(extent.At);
                if (!ReadExtent(extent, buffer.AsSpan(0, FileContent.BufferSizeBytes), hash)) return false;
            }
            hash.SkipTo(entry.SizeBytes!.Value);
            return hash.Finish() == entry.Sha256;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool ReadExtent(DataExtent extent, Span<byte> buffer, ContentHash hash)
    {
        var path = PackFiles.PathOf(folder, extent.Pack);
        if (!File.Exists(path)) return false;
        using var pack = File.OpenHandle(path);
        var (end, shift) = (extent.At + extent.Length, extent.Offset - extent.At);
        while (hash.Position < end)
        {
            var read = RandomAccess.Read(pack, buffer[..(int)Math.Min(buffer.Length, end - hash.Position)], hash.Position + shift);
            if (read == 0) return false;
            hash.Append(buffer[..read]);
        }
        return true;
    }
}
