using Orchestrator.Adapters.Files.Trees;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>Finds entries in a sorted stream while another sorted stream passes by, without keeping either.</summary>
internal sealed class SortedLookup<T>(IEnumerable<T> entries, Func<T, TreePath> pathOf) : IDisposable where T : class
{
    private readonly IEnumerator<T> _entries = entries.GetEnumerator();
    private bool _started;
    private T? _current;

    /// <summary>Finds an entry. Each call must be for a later path than the one before.</summary>
    internal T? Find(TreePath path)
    {
        if (!_started) Advance();
        while (_current is not null && TreePath.Compare(pathOf(_current), path) < 0) Advance();
        return _current is not null && pathOf(_current).IsSameAs(path) ? _current : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();

    private void Advance()
    {
        _started = true;
        _current = _entries.MoveNext() ? _entries.Current : null;
    }
}
