using System.Buffers.Binary;
using System.IO.Hashing;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// Names blocks by their place and content, so that a run after a kill recognises what it sent, and never mixes
/// blocks of a file that has changed meanwhile. The hash guards against accidents only; the file's SHA-256 against the rest.
/// </summary>
internal static class BlockId
{
    /// <summary>Names a block.</summary>
    /// <param name="index">Its place in the file, from 0.</param>
    /// <param name="content">Its content.</param>
    /// <returns>An id; all have one length, as the service demands within a blob.</returns>
    public static string For(int index, ReadOnlySpan<byte> content)
    {
        Span<byte> id = stackalloc byte[sizeof(int) + 16];
        BinaryPrimitives.WriteInt32BigEndian(id, index);
        XxHash128.Hash(content, id[sizeof(int)..]);
        return Convert.ToBase64String(id);
    }
}
