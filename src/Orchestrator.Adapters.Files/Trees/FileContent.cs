using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Reads a file's content without reading its holes.</summary>
internal static class FileContent
{
    /// <summary>How much is read at once.</summary>
    internal const int BufferSizeBytes = 1 << 20;

    /// <summary>Takes data of a file.</summary>
    internal delegate void Sink(long at, ReadOnlySpan<byte> data);

    /// <summary>Reads a file up to a size, or to its end if that comes first.</summary>
    /// <returns>How many bytes it has and their SHA-256, holes read as zeros.</returns>
    internal static (long SizeBytes, string Sha256) Read(SafeFileHandle file, long sizeBytes, Sink sink, CancellationToken cancellation)
    {
        using var hash = new ContentHash(sink, cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSizeBytes);
        try
        {
            while (hash.Position < sizeBytes)
            {
                var data = Math.Min(FileSystem.NextData(file, hash.Position) ?? sizeBytes, sizeBytes);
                hash.SkipTo(data);
                if (data == sizeBytes) break;
                var end = FileSystem.NextHole(file, data, sizeBytes);
                if (!ReadRun(file, end, buffer.AsSpan(0, BufferSizeBytes), hash)) break;
            }
            return (hash.Position, hash.Finish());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The SHA-256 of a file.</summary>
    internal static string Hash(SafeFileHandle file, CancellationToken cancellation) =>
        Read(file, FileSystem.StatusOf(file).SizeBytes, static (_, _) => { }, cancellation).Sha256;

    private static bool ReadRun(SafeFileHandle file, long end, Span<byte> buffer, ContentHash hash)
    {
        while (hash.Position < end)
        {
            var read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, end - hash.Position)], hash.Position);
            if (read == 0) return false;
            hash.Append(buffer[..read]);
        }
        return true;
    }
}
