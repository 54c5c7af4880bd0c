using System.Buffers;
using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>Streams rows from one server to another. What is in memory at a time is one buffer.</summary>
internal static class CopyPipe
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Streams a part.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="target">Where to.</param>
    /// <param name="part">What.</param>
    /// <param name="onBytes">Hears how many more bytes are through.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task RunAsync(Session source, Session target, CopyPart part, Action<int> onBytes, CancellationToken cancellation) =>
        target.UseAsync(async to =>
        {
            await using var reading = await source.UseAsync(from => OpenReaderAsync(from, part, cancellation));
            // Closing the writer says that all is there, so a failure must not; the connection goes and takes it along.
            var writing = await OpenWriterAsync(to, part, cancellation);
            await PumpAsync(source, reading, writing, onBytes, cancellation);
            await writing.DisposeAsync();
            return 0;
        });

    private static async Task PumpAsync(Session source, Stream reading, Stream writing, Action<int> onBytes, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await source.UseAsync(_ => FillAsync(reading, buffer, cancellation)) is var count and > 0)
            {
                await writing.WriteAsync(buffer.AsMemory(0, count), cancellation);
                onBytes(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The server sends each row as a message of its own, and a read returns one message; written, they are to be few.
    private static async Task<int> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < BufferBytes)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled, BufferBytes - filled), cancellation);
            if (read == 0)
                break;
            filled += read;
        }

        return filled;
    }

    // The driver streams text only through a reader, under which the same raw stream lies.
    private static async Task<Stream> OpenReaderAsync(NpgsqlConnection connection, CopyPart part, CancellationToken cancellation) => part.IsBinary
        ? await connection.BeginRawBinaryCopyAsync(part.CopyOut, cancellation)
        : ((StreamReader)await connection.BeginTextExportAsync(part.CopyOut, cancellation)).BaseStream;

    private static async Task<Stream> OpenWriterAsync(NpgsqlConnection connection, CopyPart part, CancellationToken cancellation) => part.IsBinary
        ? await connection.BeginRawBinaryCopyAsync(part.CopyIn, cancellation)
        : ((StreamWriter)await connection.BeginTextImportAsync(part.CopyIn, cancellation)).BaseStream;
}
