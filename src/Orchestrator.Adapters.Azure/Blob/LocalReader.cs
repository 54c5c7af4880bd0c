using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Reads a file from its beginning and notices when it is not the one that was looked at.</summary>
/// <param name="file">The file.</param>
internal sealed class LocalReader(LocalFile file) : IDisposable
{
    private readonly SafeFileHandle _handle = File.OpenHandle(file.FullPath, options: FileOptions.SequentialScan);
    private long _position;

    /// <summary>Reads the next part.</summary>
    /// <param name="buffer">Filled entirely.</param>
    /// <exception cref="AdapterException">The file has become shorter.</exception>
    public void Fill(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, buffer, _position);
            if (read == 0)
                throw Changed();
            _position += read;
            buffer = buffer[read..];
        }
    }

    /// <summary>Makes sure that nothing follows.</summary>
    /// <exception cref="AdapterException">The file has become longer.</exception>
    public void ExpectEnd()
    {
        if (RandomAccess.GetLength(_handle) != file.SizeBytes)
            throw Changed();
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private AdapterException Changed() => new(
        "changed while it was being stored", $"'{file.FullPath}'", "Nobody may write to the folder meanwhile; the step is tried again", isTransient: true);
}
