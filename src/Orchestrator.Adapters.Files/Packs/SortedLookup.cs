using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Finds entries in a sorted stream while another sorted stream passes by, without keeping either.</summary>
internal sealed class SortedLookup(IEnumerable<TreeEntry> entries) : IDisposable
{
    private readonly IEnumerator<TreeEntry> _entries = entries.GetEnumerator();
    private bool _started;
    private TreeEntry? _current;

    /// <summary>Finds an entry. Each call must be for a later path than the one before.</summary>
    internal TreeEntry? Find(TreePath path)
    {
        if (!_started) Advance();
        while (_current is not null && TreePath.Compare(_current.Path, path) < 0) Advance();
        return _current is not null && _current.Path.IsSameAs(path) ? _current : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();

    private void Advance()
    {
        _started = true;
        _current = _entries.MoveNext() ? _entries.Current : null;
    }
}
