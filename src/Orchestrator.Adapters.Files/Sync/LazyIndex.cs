namespace Orchestrator.Adapters.Files.Sync;

/// <summary>The next index, which is not written as long as it is the present one.</summary>
/// <param name="files">Where it is.</param>
internal sealed class LazyIndex(SyncFiles files) : IDisposable
{
    private IndexWriter? _writer;
    private long _sameCount;

    /// <summary>Whether anything differs from the present index.</summary>
    internal bool IsChanged => _writer is not null;

    /// <summary>Adds an entry as the present index has it.</summary>
    internal void AddSame(SyncEntry entry)
    {
        if (_writer is null) _sameCount++;
        else _writer.Add(entry);
    }

    /// <summary>Adds an entry that is new or different.</summary>
    internal void AddChanged(SyncEntry entry)
    {
        var writer = Begin();
        writer.Add(entry);
        // What is large took long: a kill should not cost it.
        if (entry.SizeBytes >= 1 << 20) writer.Flush();
    }

    /// <summary>Notes that the present index has an entry that the next one has not.</summary>
    internal void Drop() => Begin();

    /// <summary>Puts the next index in the present one's place.</summary>
    internal void Commit()
    {
        if (_writer is null) return;
        _writer.Finish();
        _writer.Dispose();
        files.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private IndexWriter Begin()
    {
        if (_writer is not null) return _writer;
        _writer = new IndexWriter(files.Draft);
        foreach (var entry in IndexReader.Read(files.Index).Take((int)Math.Min(_sameCount, int.MaxValue))) _writer.Add(entry);
        return _writer;
    }
}
