using System.Security.Cryptography;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>The SHA-256 of a file's content as it passes; holes count as zeros and are not passed on.</summary>
/// <param name="sink">Takes the data.</param>
/// <param name="cancellation">Gives up.</param>
internal sealed class ContentHash(FileContent.Sink sink, CancellationToken cancellation) : IDisposable
{
    private static readonly byte[] Zeros = new byte[1 << 20];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How far the content has come.</summary>
    internal long Position { get; private set; }

    /// <summary>Passes data on.</summary>
    internal void Append(ReadOnlySpan<byte> data)
    {
        cancellation.ThrowIfCancellationRequested();
        sink(Position, data);
        _hash.AppendData(data);
        Position += data.Length;
    }

    /// <summary>Skips a hole up to a position.</summary>
    internal void SkipTo(long position)
    {
        while (Position < position)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = (int)Math.Min(Zeros.Length, position - Position);
            _hash.AppendData(Zeros.AsSpan(0, length));
            Position += length;
        }
    }

    /// <summary>The hash in lower-case hexadecimal.</summary>
    internal string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
