using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Writes a manifest and hashes it on the way.</summary>
internal sealed class ManifestWriter(string path) : IDisposable
{
    // What a kill costs: the entries since the last flush are read again.
    private const int FlushSizeBytes = 1 << 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, FlushSizeBytes);

    /// <summary>Adds an entry.</summary>
    internal void Add(TreeEntry entry)
    {
        Append(JsonSerializer.SerializeToUtf8Bytes(entry, DurableJson.Options));
        Append("\n"u8);
        if (entry.SizeBytes >= FlushSizeBytes) _file.Flush();
    }

    /// <summary>Makes the manifest durable.</summary>
    /// <returns>Its SHA-256.</returns>
    internal string Finish()
    {
        _file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        _hash.AppendData(bytes);
    }
}
