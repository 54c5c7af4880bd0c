namespace Orchestrator.Adapters.Local.Tests.Gateway;

/// <summary>Many zeros without the memory for them.</summary>
internal sealed class ZeroStream(long sizeBytes) : Stream
{
    private long _leftBytes = sizeBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        long count = 0;
        for (var read = 1; read > 0; count += read)
            read = await stream.ReadAsync(buffer);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (int)Math.Min(count, _leftBytes);
        Array.Clear(buffer, offset, read);
        _leftBytes -= read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
