using System.Diagnostics;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>
/// Compares what has changed since it was last compared, straight from the leader's stream: what is not compared yet stays
/// there, so that nothing has to be remembered here but the few rows that were not equal.
/// </summary>
internal sealed class ChangeDrain(VerificationState state, MovingSides sides, RowComparison rows)
{
    private const int MostHeld = 20_000;
    private const int RowsToMeasure = 100;

    private readonly Dictionary<uint, TrackedTable> _tables = state.Tables.ToDictionary(table => table.Id);
    private readonly Dictionary<TrackedTable, HashSet<string[]>> _keys = [];
    private readonly HashSet<TrackedTable> _changed = [];
    private int _held;

    /// <summary>The tables of which something was compared again, and how many of their rows.</summary>
    public Dictionary<TrackedTable, long> Rechecked { get; } = [];

    /// <summary>Whether there were changes of tables that are not listed.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>Compares the next changes, and the suspects once more.</summary>
    /// <param name="until">The leader's position, which the follower has applied.</param>
    /// <param name="most">More changes are compared only to the end of a transaction.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether there are no more changes before that position.</returns>
    public async Task<bool> RunAsync(ulong until, int most, CancellationToken cancellation)
    {
        var decoder = new ChangeDecoder(table => _tables.TryGetValue(table, out var known) ? [.. known.Key.Select(column => column.Name)] : []);
        _changed.Clear();
        foreach (var suspect in state.Tables.SelectMany(table => table.Suspects.Values))
            suspect.HasChanged = false;
        var isAll = await sides.Stream.ReadAsync(until, most, message => ReadAsync(decoder, message, cancellation), cancellation);
        Judge(isAll);
        foreach (var table in state.Tables)
            Hold(table, table.Suspects.Keys);
        await CompareHeldAsync(cancellation);
        state.Position = Math.Max(isAll ? until : state.Position, decoder.EndPosition);
        return isAll;
    }

    private async Task ReadAsync(ChangeDecoder decoder, byte[] message, CancellationToken cancellation)
    {
        foreach (var change in decoder.Decode(message))
        {
            // A run that was killed before it let the leader forget this has compared it already.
            if (decoder.CommitPosition < state.Position)
                continue;
            if (_tables.TryGetValue(change.Table, out var table))
                Note(table, change, decoder.Transaction);
            else
                HasUnknown = true;
        }

        if (_held >= MostHeld)
            await CompareHeldAsync(cancellation);
    }

    private void Note(TrackedTable table, RowChange change, uint transaction)
    {
        table.Note(change, transaction);
        _changed.Add(table);
        if (change.Key is null || table.IsAbsent || !table.IsBegun)
            return;
        if (table.Suspects.TryGetValue(change.Key, out var suspect))
            suspect.HasChanged = true;
        Hold(table, [change.Key]);
    }

    private void Hold(TrackedTable table, IEnumerable<string[]> keys)
    {
        if (!_keys.TryGetValue(table, out var held))
            _keys.Add(table, held = new HashSet<string[]>(KeyComparer.Instance));
        _held += keys.Count(held.Add);
    }

    // What was not equal, and has not changed from before that look until now, differs although the follower has passed it.
    private void Judge(bool isAll)
    {
        if (!isAll)
            return;
        foreach (var table in state.Tables)
        {
            if (table.Unexplained is { } looks)
                table.Unexplained = _changed.Contains(table) ? 0 : looks + 1;
            foreach (var suspect in table.Suspects.Values)
                suspect.Unexplained = suspect.HasChanged ? 0 : suspect.Unexplained + 1;
        }
    }

    private async Task CompareHeldAsync(CancellationToken cancellation)
    {
        var (since, compared) = (Stopwatch.GetTimestamp(), _held);
        foreach (var (table, keys) in _keys.Where(pair => pair.Value.Count > 0))
        {
            var outcome = await rows.CompareAsync(table, keys, cancellation);
            Rechecked[table] = Rechecked.GetValueOrDefault(table) + keys.Count;
            table.AddRechecked(outcome.Equal);
        }

        _keys.Clear();
        _held = 0;
        if (compared >= RowsToMeasure)
            state.KeysPerSecond = ((3 * state.KeysPerSecond) + (compared / Stopwatch.GetElapsedTime(since).TotalSeconds)) / 4;
    }
}
