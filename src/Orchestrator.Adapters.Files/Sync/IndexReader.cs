using System.Text;
using System.Text.Json;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Reads an index entry by entry.</summary>
internal sealed class IndexReader : IDisposable
{
    private const int BufferSizeBytes = 1 << 16;
    private const int MaxPartSizeBytes = 1 << 24;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly BinaryReader _in;
    private TreePath _last = TreePath.Root;

    private IndexReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSizeBytes);
        _in = new BinaryReader(_file, Encoding.UTF8);
    }

    /// <summary>The entries of a complete index, in the order of a walk.</summary>
    /// <exception cref="AdapterException">The index is damaged.</exception>
    internal static IEnumerable<SyncEntry> Read(string path)
    {
        using var reader = new IndexReader(path);
        reader.ReadHeader();
        while (reader.TryReadFlags(out var flags)) yield return reader.Checked(() => reader.ReadEntry(flags));
    }

    /// <summary>The entries that a killed run noted; a record that it could not finish ends them. What it wrote before the machine was started anew may be lost.</summary>
    internal static IEnumerable<SyncEntry> ReadUnfinished(string path)
    {
        if (!File.Exists(path)) yield break;
        using var reader = new IndexReader(path);
        if (Attempt(() => reader.ReadHeader()) is not { } boot) yield break;
        while (Attempt(() => reader.TryReadFlags(out var flags) ? reader.ReadEntry(flags) : null) is { } entry)
            yield return boot == IndexFormat.Boot ? entry : SyncEntry.Unknown(entry.Path);
    }

    /// <summary>What a complete index has in it.</summary>
    /// <exception cref="AdapterException">The index is damaged.</exception>
    internal static IndexTotals Totals(string path)
    {
        using var reader = new IndexReader(path);
        if (reader._file.Length < IndexFormat.TotalsSizeBytes) throw reader.Damaged();
        reader._file.Seek(-IndexFormat.TotalsSizeBytes, SeekOrigin.End);
        var source = reader._in;
        return new IndexTotals(source.ReadInt64(), source.ReadInt64(), source.ReadInt64(), source.ReadInt64(), source.ReadInt64(), source.ReadInt64());
    }

    /// <inheritdoc/>
    public void Dispose() => _in.Dispose();

    private string ReadHeader() => Checked(() => _in.ReadString() == IndexFormat.Header ? _in.ReadString() : throw Damaged());

    private bool TryReadFlags(out int flags)
    {
        flags = Checked(_in.ReadByte);
        return flags != IndexFormat.End;
    }

    private SyncEntry ReadEntry(int flags)
    {
        var entry = ReadFacts((EntryType)(flags & IndexFormat.TypeMask), ReadPath());
        if ((flags & IndexFormat.HasContent) != 0)
            entry = entry with { SizeBytes = _in.Read7BitEncodedInt64(), Sha256 = Convert.ToHexStringLower(ReadBytes(32)) };
        if ((flags & IndexFormat.HasExtras) != 0)
            entry = entry with { Link = ReadBytes() is { Length: > 0 } link ? new TreePath(link) : null, Attributes = ReadAttributes() };
        return new SyncEntry(entry)
        {
            Source = (flags & IndexFormat.HasSource) == 0 ? null : ReadStamp(),
            Target = (flags & IndexFormat.HasTarget) == 0 ? null : ReadStamp(),
        };
    }

    private TreeEntry ReadFacts(EntryType type, TreePath path) => new()
    {
        Path = path,
        Type = type,
        Mode = (uint)_in.Read7BitEncodedInt(),
        User = (uint)_in.Read7BitEncodedInt64(),
        Group = (uint)_in.Read7BitEncodedInt64(),
        Modified = ReadTime(),
    };

    private TreePath ReadPath()
    {
        var same = _in.Read7BitEncodedInt();
        if (same < 0 || same > _last.Bytes.Length) throw Damaged();
        return _last = new TreePath([.. _last.Bytes[..same], .. ReadBytes()]);
    }

    private Stamp ReadStamp() => new((ulong)_in.Read7BitEncodedInt64(), ReadTime());

    private FileTime ReadTime()
    {
        var coded = (ulong)_in.Read7BitEncodedInt64();
        return new FileTime((long)(coded >> 1) ^ -(long)(coded & 1), _in.ReadUInt32());
    }

    private SortedDictionary<string, byte[]>? ReadAttributes() => ReadBytes() is { Length: > 0 } json
        ? new SortedDictionary<string, byte[]>(JsonSerializer.Deserialize<Dictionary<string, byte[]>>(json, DurableJson.Options)!, StringComparer.Ordinal)
        : null;

    private byte[] ReadBytes() => ReadBytes(_in.Read7BitEncodedInt());

    private byte[] ReadBytes(int count)
    {
        if (count is < 0 or > MaxPartSizeBytes) throw Damaged();
        var bytes = _in.ReadBytes(count);
        return bytes.Length == count ? bytes : throw Damaged();
    }

    private T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or JsonException)
        {
            throw Damaged();
        }
    }

    private static T? Attempt<T>(Func<T?> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is AdapterException or EndOfStreamException or FormatException or JsonException)
        {
            return null;
        }
    }

    private AdapterException Damaged() => new(
        "it is damaged", $"index of a sync '{_path}'", "Roll the migration back and start it again: the sync has to copy everything anew", isTransient: false);
}
