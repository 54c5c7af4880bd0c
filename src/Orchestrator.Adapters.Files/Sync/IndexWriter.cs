using System.Text.Json;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Writes an index: a header, a record for each entry in the order of a walk, and the totals. Paths share their
/// beginnings with the one before, numbers are as short as they can be: about 90 bytes an entry.
/// </summary>
internal sealed class IndexWriter : IDisposable
{
    private const int BufferSizeBytes = 1 << 16;

    private readonly FileStream _file;
    private readonly BinaryWriter _out;
    private TreePath _last = TreePath.Root;

    internal IndexWriter(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSizeBytes);
        _out = new BinaryWriter(_file);
        _out.Write(IndexFormat.Header);
        _out.Write(IndexFormat.Boot);
    }

    internal IndexTotals Totals { get; private set; }

    /// <summary>Adds an entry.</summary>
    internal void Add(SyncEntry entry)
    {
        Totals = Totals.Plus(entry);
        _out.Write((byte)IndexFormat.FlagsOf(entry));
        WritePath(entry.Path);
        WriteFacts(entry.Entry);
        if (entry.Source is { } source) WriteStamp(source);
        if (entry.Target is { } target) WriteStamp(target);
    }

    /// <summary>Makes sure that a kill does not lose what was added.</summary>
    internal void Flush() => _out.Flush();

    /// <summary>Completes the index and makes it durable.</summary>
    internal void Finish()
    {
        _out.Write(IndexFormat.End);
        var (entryCount, objectCount, sizeBytes, pendingCount, pendingBytes, unprovenCount) = Totals;
        foreach (var number in new[] { entryCount, objectCount, sizeBytes, pendingCount, pendingBytes, unprovenCount }) _out.Write(number);
        _out.Flush();
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _out.Dispose();

    private void WritePath(TreePath path)
    {
        var same = _last.Bytes.CommonPrefixLength(path.Bytes);
        _out.Write7BitEncodedInt(same);
        WriteBytes(path.Bytes[same..]);
        _last = path;
    }

    private void WriteFacts(TreeEntry entry)
    {
        _out.Write7BitEncodedInt((int)entry.Mode);
        _out.Write7BitEncodedInt64(entry.User);
        _out.Write7BitEncodedInt64(entry.Group);
        WriteTime(entry.Modified);
        if (entry.Sha256 is not null)
        {
            _out.Write7BitEncodedInt64(entry.SizeBytes!.Value);
            _out.Write(Convert.FromHexString(entry.Sha256));
        }
        if (entry.Link is null && entry.Attributes is null) return;
        WriteBytes(entry.Link is null ? [] : entry.Link.Bytes);
        WriteBytes(entry.Attributes is null ? [] : JsonSerializer.SerializeToUtf8Bytes(entry.Attributes, DurableJson.Options));
    }

    private void WriteStamp(Stamp stamp)
    {
        _out.Write7BitEncodedInt64((long)stamp.Inode);
        WriteTime(stamp.Changed);
    }

    private void WriteTime(FileTime time)
    {
        _out.Write7BitEncodedInt64((time.Seconds << 1) ^ (time.Seconds >> 63));
        _out.Write(time.Nanoseconds);
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _out.Write7BitEncodedInt(bytes.Length);
        _out.Write(bytes);
    }
}
