using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Reads where sequences stand.</summary>
internal static class SequenceReader
{
    private const int Batch = 200;

    private const string ListSequences = """
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1
        """;

    /// <summary>Reads all sequences: name and position.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(Session session, CancellationToken cancellation)
    {
        var positions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, lastValue, isCalled) in await ListAsync(session, cancellation))
            positions[name] = Position(lastValue, isCalled);
        return positions;
    }

    /// <summary>Reads all sequences: name, last value, and whether it has been given out already.</summary>
    public static async Task<List<(string Name, long LastValue, bool IsCalled)>> ListAsync(Session session, CancellationToken cancellation)
    {
        var positions = new List<(string, long, bool)>();
        foreach (var names in (await session.ListAsync(ListSequences, row => row.GetString(0), cancellation)).Chunk(Batch))
        {
            var sql = string.Join(" UNION ALL ", names.Select(name => $"SELECT {SqlText.Literal(name)}, last_value, is_called FROM {name}"));
            positions.AddRange(await session.ListAsync(sql, row => (row.GetString(0), row.GetInt64(1), row.GetBoolean(2)), cancellation));
        }

        return positions;
    }

    /// <summary>How a position is written.</summary>
    public static string Position(long lastValue, bool isCalled) => isCalled ? $"after {lastValue}" : $"at {lastValue}";
}
