using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>Reads the hub on a connection of its own; sees what was committed when each call begins.</summary>
/// <threadsafety>Not thread safe; taken from <see cref="ReaderPool"/>.</threadsafety>
internal sealed class HubReader(string hubPath) : IDisposable
{
    private const string From = " FROM instances i LEFT JOIN inputs d ON d.key = i.key ";

    private readonly HubConnection _connection = new(hubPath, SqliteOpenMode.ReadOnly);

    public InstanceRow? FindInstance(string instanceId) =>
        ReadOne(_connection[$"SELECT {Columns.Instance}{Columns.InputAndOutput}{From}WHERE i.instance_id = ?1"].Bind(1, instanceId));

    public InstanceRow? FindInstance(long key) =>
        ReadOne(_connection[$"SELECT {Columns.Instance}{Columns.InputAndOutput}{From}WHERE i.key = ?1"].Bind(1, key));

    public List<InstanceRow> Query(OrchestrationQuery query, long beforeKey, int limit)
    {
        const int FirstName = 7;
        var sql = new StringBuilder($"SELECT {Columns.Instance}{(query.WithInputsAndOutputs ? Columns.InputAndOutput : "")} FROM instances i ");
        if (query.WithInputsAndOutputs)
            sql.Append("LEFT JOIN inputs d ON d.key = i.key ");
        sql.Append("WHERE i.key < ?1 AND i.created_at BETWEEN ?2 AND ?3 ");
        if (query.UpdatedFrom is not null)
            sql.Append("AND i.updated_at >= ?6 ");
        if (query.States.Count > 0)
            sql.Append("AND i.state IN (").AppendJoin(',', query.States.Select(state => (int)state)).Append(") ");
        if (query.InstanceIdPrefix is { Length: > 0 })
            sql.Append("AND i.instance_id >= ?4 AND substr(i.instance_id, 1, length(?4)) = ?4 ");
        if (query.Names.Count > 0)
            sql.Append("AND i.name COLLATE NOCASE IN (").AppendJoin(',', query.Names.Select((_, index) => $"?{FirstName + index}")).Append(") ");
        using var rows = _connection.Prepare(sql.Append("ORDER BY i.key DESC LIMIT ?5").ToString());
        rows.Bind(1, beforeKey).Bind(2, query.CreatedFrom?.UtcTicks ?? 0).Bind(3, query.CreatedTo?.UtcTicks ?? long.MaxValue).Bind(5, limit);
        if (query.UpdatedFrom is { } updatedFrom)
            rows.Bind(6, updatedFrom.UtcTicks);
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
            rows.Bind(4, prefix);
        for (var index = 0; index < query.Names.Count; index++)
            rows.Bind(FirstName + index, query.Names[index]);
        return ReadAll(rows, row => Columns.ReadInstance(row, query.WithInputsAndOutputs));
    }

    public List<HistoryEvent> ReadHistory(long key) => ReadAll(
        _connection[$"SELECT {Columns.Event}, at, target, fire_at FROM history WHERE instance_key = ?1 ORDER BY id"].Bind(1, key),
        row => Columns.ReadEvent(row, 0) with
        {
            At = Columns.Time(row.Int(5)),
            Target = row.Text(6),
            FireAt = row.IntOrNull(7) is { } ticks ? Columns.Time(ticks) : null,
        });

    /// <summary>The messages of an instance that are visible by now.</summary>
    public List<Message> ReadInbox(long key, DateTimeOffset now) => ReadAll(
        _connection[$"SELECT seq, run, {Columns.Event} FROM inbox WHERE instance_key = ?1 AND (visible_at IS NULL OR visible_at <= ?2) ORDER BY seq"]
            .Bind(1, key).Bind(2, now.UtcTicks),
        row => new Message(Columns.ReadEvent(row, 2)) { Seq = row.Int(0), Run = (int)row.Int(1) });

    /// <summary>The timers and later starts of all instances.</summary>
    public List<(long Key, Message Timer)> ReadTimers() => ReadAll(
        _connection[$"SELECT instance_key, seq, run, {Columns.Event}, visible_at FROM inbox WHERE visible_at IS NOT NULL"],
        row => (row.Int(0), new Message(Columns.ReadEvent(row, 3)) { Seq = row.Int(1), Run = (int)row.Int(2), VisibleAt = Columns.Time(row.Int(8)) }));

    /// <summary>The instances that have something to take in, and those that could not go on, which a new host tries again.</summary>
    public List<long> ReadInstancesToWake() => ReadAll(
        _connection["SELECT instance_key FROM inbox WHERE visible_at IS NULL UNION SELECT key FROM instances WHERE state IN (0, 1, 2) AND failure IS NOT NULL"],
        row => row.Int(0));

    public List<ActivityTask> ReadTasks() => ReadAll(
        _connection["SELECT t.id, t.instance_key, i.instance_id, t.run, t.task, t.name, t.input, t.deliveries FROM tasks t JOIN instances i ON i.key = t.instance_key ORDER BY t.id"],
        row => new ActivityTask(row.Int(1), row.Text(2)!, (int)row.Int(3), (int)row.Int(4), row.Text(5)!)
        {
            InputJson = row.Text(6),
            Row = row.Int(0),
            Deliveries = (int)row.Int(7),
        });

    public long ReadMax(string table, string column) => ReadAll(_connection[$"SELECT coalesce(max({column}), 0) FROM {table}"], row => row.Int(0))[0];

    public void Dispose() => _connection.Dispose();

    private static InstanceRow? ReadOne(Statement rows) => ReadAll(rows, row => Columns.ReadInstance(row, withInputAndOutput: true)).FirstOrDefault();

    private static List<T> ReadAll<T>(Statement rows, Func<Statement, T> read)
    {
        var result = new List<T>();
        try
        {
            while (rows.Read())
                result.Add(read(rows));
            return result;
        }
        finally
        {
            rows.Reset(); // an open cursor would hold back the checkpoint
        }
    }
}
