namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Counts which rows have changed since they were compared, without comparing them.</summary>
internal sealed class PendingChanges
{
    private readonly VerificationState _state;
    private readonly Dictionary<uint, TrackedTable> _tables;
    private readonly Dictionary<uint, HashSet<string[]>> _keys = [];
    private readonly HashSet<uint> _whole = [];
    private readonly ChangeDecoder _decoder;

    public PendingChanges(VerificationState state)
    {
        _state = state;
        _tables = state.Tables.ToDictionary(table => table.Id);
        _decoder = new ChangeDecoder(table => _tables.TryGetValue(table, out var known) ? [.. known.Key.Select(column => column.Name)] : []);
        foreach (var table in state.Tables)
            _keys[table.Id] = new HashSet<string[]>(table.Suspects.Keys, KeyComparer.Instance);
    }

    /// <summary>Reads a message of the stream.</summary>
    public Task Read(byte[] message)
    {
        foreach (var change in _decoder.Decode(message).Where(change => _decoder.CommitPosition >= _state.Position && _keys.ContainsKey(change.Table)))
        {
            if (change.Key is null)
                _whole.Add(change.Table);
            else
                _keys[change.Table].Add(change.Key);
        }

        return Task.CompletedTask;
    }

    /// <summary>How many rows of each table.</summary>
    public IReadOnlyDictionary<uint, long> Count() => _state.Tables.ToDictionary(
        table => table.Id,
        table => _whole.Contains(table.Id) || table.IsWholeInDoubt ? table.EstimatedRows : _keys[table.Id].Count);
}
