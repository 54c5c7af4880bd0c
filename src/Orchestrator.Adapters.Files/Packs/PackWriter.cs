using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Appends data to packs, one after the other. Belongs to one worker at a time.</summary>
/// <param name="folder">The folder of the backup.</param>
/// <param name="sizeBytes">How large a pack may become.</param>
/// <param name="nextNumber">Gives the number of the next pack.</param>
internal sealed class PackWriter(string folder, long sizeBytes, Func<int> nextNumber) : IDisposable
{
    private SafeFileHandle? _pack;
    private int _number;
    private long _length;

    /// <summary>Stores data of a file, in one or several packs, and notes where.</summary>
    internal void Append(long at, ReadOnlySpan<byte> data, List<DataExtent> extents)
    {
        while (!data.IsEmpty)
        {
            if (_pack is null || _length >= sizeBytes) Next();
            var part = data[..(int)Math.Min(data.Length, sizeBytes - _length)];
            RandomAccess.Write(_pack!, part, _length);
            Note(new DataExtent(at, part.Length, _number, _length), extents);
            _length += part.Length;
            at += part.Length;
            data = data[part.Length..];
        }
    }

    /// <summary>Makes the last pack durable.</summary>
    internal void Finish()
    {
        if (_pack is not null) RandomAccess.FlushToDisk(_pack);
        _pack?.Dispose();
        _pack = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _pack?.Dispose();

    private void Next()
    {
        Finish();
        _number = nextNumber();
        _length = 0;
        _pack = File.OpenHandle(PackFiles.PathOf(folder, _number), FileMode.Create, FileAccess.Write);
    }

    // Runs that lie side by side in the file and in the pack are one.
    private static void Note(DataExtent extent, List<DataExtent> extents)
    {
        if (extents.Count > 0 && extents[^1] is var last && last.Pack == extent.Pack
            && last.At + last.Length == extent.At && last.Offset + last.Length == extent.Offset)
            extents[^1] = last with { Length = last.Length + extent.Length };
        else extents.Add(extent);
    }
}
