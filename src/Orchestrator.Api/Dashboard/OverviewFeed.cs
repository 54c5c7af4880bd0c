using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Api.Events;

namespace Orchestrator.Api.Dashboard;

/// <summary>
/// The list of all migrations and what changed in it lately, for any number of viewers. Viewers take from it at their own
/// pace; one that falls behind what is kept, or comes from another server, gets the whole list.
/// </summary>
/// <threadsafety>One publisher; any number of viewers.</threadsafety>
internal sealed class OverviewFeed(TimeProvider time)
{
    /// <summary>How many changed rows are kept at least for viewers that come back.</summary>
    public const int KeptRows = 10_000;

    private const long Nowhere = 0;

    private readonly string _epoch = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OverviewItem> _items = new(StringComparer.Ordinal);
    private readonly List<Change> _changes = [];
    private TaskCompletionSource _changed = New();
    private IReadOnlyList<OverviewItem>? _sorted;
    private long _position;
    private int _keptRows;

    /// <summary>Whether the list can be read.</summary>
    public ReadingHealth Health { get; } = new(time);

    /// <summary>Takes what has changed. Before the first time there is no list, and viewers wait.</summary>
    /// <param name="items">The rows that are new or other than before; those that look as before are left out.</param>
    /// <param name="removed">The ids of rows that are gone.</param>
    public void Publish(IEnumerable<OverviewItem> items, IEnumerable<string> removed)
    {
        var changed = items.Where(item => !_items.TryGetValue(item.Id, out var old) || !old.Json.AsSpan().SequenceEqual(item.Json)).ToList();
        var gone = removed.Where(_items.ContainsKey).ToList();
        var changes = CreateChanges(changed, gone);
        if (changes.Count == 0 && _position != Nowhere)
            return;
        TaskCompletionSource told;
        lock (_gate)
        {
            changed.ForEach(item => _items[item.Id] = item);
            gone.ForEach(id => _items.Remove(id));
            Keep(changes);
            (told, _changed) = (_changed, New());
        }

        told.SetResult();
    }

    /// <summary>Where a viewer is that has seen an event.</summary>
    /// <returns>Its position; the beginning when the event is not one of this server or of a list that was cut off.</returns>
    public long PositionOf(string? lastEventId)
    {
        if (lastEventId?.Split('-') is not [var epoch, var text] || epoch != _epoch || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return Nowhere;
        lock (_gate)
            return position <= _position ? position : Nowhere;
    }

    /// <summary>Waits for what a viewer has not seen.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The next change, or the whole list when what follows is not kept any more.</returns>
    public async Task<OverviewNews> NextAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_position > position)
                    return After(position);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private List<Change> CreateChanges(List<OverviewItem> changed, List<string> gone)
    {
        var changes = new List<Change>();
        foreach (var rows in changed.Chunk(OverviewFrames.MostRows))
            changes.Add(new(OverviewFrames.Rows(IdOf(_position + changes.Count + 1), rows), rows.Length));
        if (gone.Count > 0)
            changes.Add(new(OverviewFrames.Removed(IdOf(_position + changes.Count + 1), gone), gone.Count));
        return changes;
    }

    private void Keep(List<Change> changes)
    {
        _sorted = null;
        _position += Math.Max(changes.Count, 1); // the first list counts even when it is empty
        _changes.AddRange(changes);
        _keptRows += changes.Sum(change => change.RowCount);
        var old = 0;
        while (old < _changes.Count && _keptRows - _changes[old].RowCount >= KeptRows)
            _keptRows -= _changes[old++].RowCount;
        _changes.RemoveRange(0, old);
    }

    private OverviewNews After(long position)
    {
        var behind = _position - position;
        return position != Nowhere && behind <= _changes.Count
            ? new(position + 1, [_changes[_changes.Count - (int)behind].Frame])
            : new(_position, OverviewFrames.Everything(IdOf(_position), IdOf(Nowhere), Sorted()));
    }

    private IReadOnlyList<OverviewItem> Sorted() => _sorted ??=
        [.. _items.Values.OrderByDescending(item => item.StartedAt).ThenBy(item => item.Id, StringComparer.Ordinal)];

    private string IdOf(long position) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{position}");

    private sealed record Change(byte[] Frame, int RowCount);
}
