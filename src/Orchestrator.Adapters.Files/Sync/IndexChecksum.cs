using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>The checksum of everything in an index, as far as both sides have it.</summary>
internal sealed class IndexChecksum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds an entry.</summary>
    internal void Add(SyncEntry entry)
    {
        _hash.AppendData(entry.Path.Bytes);
        _hash.AppendData([0, (byte)entry.Type]);
        _hash.AppendData(Encoding.ASCII.GetBytes(entry.Entry.Sha256 ?? entry.Entry.Modified.ToString()));
    }

    /// <summary>The checksum.</summary>
    internal string Finish() => $"sha256:{Convert.ToHexStringLower(_hash.GetHashAndReset())}";

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
