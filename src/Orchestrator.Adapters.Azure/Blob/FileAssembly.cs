using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Puts files together beside their place and moves them there when their hash is right.</summary>
/// <param name="target">The folder.</param>
/// <param name="location">Where the backup lies, for errors.</param>
internal sealed class FileAssembly(RestoreFolder target, string location) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ManifestFile? _file;
    private SafeFileHandle? _handle;
    private bool _isContinued;

    /// <summary>Adds the next part of a file.</summary>
    /// <param name="piece">Which part; parts of a file come in order.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="AdapterException">The file is complete and its hash is another.</exception>
    public void Append(FetchPiece piece, ReadOnlySpan<byte> content)
    {
        if (_file != piece.File)
            Begin(piece);
        RandomAccess.Write(_handle!, content, piece.OffsetBytes);
        _hash.AppendData(content);
        if (piece.IsLast)
            Finish(piece.File);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle?.Dispose();
        _hash.Dispose();
    }

    private void Begin(FetchPiece piece)
    {
        _handle = File.OpenHandle(target.PartialOf(piece.File), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        RandomAccess.SetLength(_handle, piece.OffsetBytes);
        _isContinued = piece.OffsetBytes > 0;
        _file = piece.File;
        HashFetched(piece.OffsetBytes);
    }

    // What an earlier run fetched is part of the hash, and thereby checked.
    private void HashFetched(long length)
    {
        var buffer = new byte[Math.Min(length, 1 << 20)];
        for (var offset = 0L; offset < length;)
        {
            var read = RandomAccess.Read(_handle!, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - offset)), offset);
            _hash.AppendData(buffer.AsSpan(0, read));
            offset += read;
        }
    }

    private void Finish(ManifestFile file)
    {
        var hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _handle!.Dispose();
        (_handle, _file) = (null, null);
        if (hash == file.Sha256)
        {
            target.Accept(file);
            return;
        }

        File.Delete(target.PartialOf(file));
        throw _isContinued ? Stale(file) : Damaged(file);
    }

    private AdapterException Stale(ManifestFile file) => new(
        $"what an earlier run had fetched of '{file.Path}' does not fit the rest", location, "The step is tried again with the whole file", isTransient: true);

    private AdapterException Damaged(ManifestFile file) => new(
        $"the content of '{file.Path}' is not what was stored: its SHA-256 differs",
        location, "The backup is damaged: take it again, or bring an earlier version of the blob back", isTransient: false);
}
