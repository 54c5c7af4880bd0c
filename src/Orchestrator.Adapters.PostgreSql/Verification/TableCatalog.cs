using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Replication;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Lists what has rows on the leader, with its keys, and whether the stream carries it.</summary>
internal static class TableCatalog
{
    // Keys of a type that is no part of the server are left out: its operators may lie in any schema, and a cast may lend
    // it another type's, which order and match in another way than its index does.
    private const string Query = $"""
        SELECT c.oid::regclass::text, c.oid, greatest(c.reltuples, 0)::bigint,
            (n.nspname, c.relname) IN (SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ANY ($1)),
            key.names, key.quoted, key.types, key.is_known
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (
            SELECT array_agg(a.attname::text ORDER BY a.position) AS names, array_agg(quote_ident(a.attname) ORDER BY a.position) AS quoted,
                array_agg(format_type(a.atttypid, -1) ORDER BY a.position) AS types,
                bool_and(t.typtype = 'e' OR coalesce(b.typnamespace, t.typnamespace) = 'pg_catalog'::regnamespace) AS is_known
            FROM {RelationReader.BestKey} a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)) key
        WHERE c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    /// <summary>Lists them; nothing is known of any.</summary>
    public static async Task<List<TrackedTable>> ReadAsync(Session leader, SyncNames names, CancellationToken cancellation)
    {
        var relations = (await RelationReader.ListAsync(leader, cancellation)).ToDictionary(relation => relation.Name);
        var tables = await leader.ListAsync(Query, row => Read(row, relations), cancellation, [new[] { names.Publication, names.RootPublication }]);
        return [.. tables.OfType<TrackedTable>()];
    }

    /// <summary>Lists them again: what is known of a table that is still the same is kept.</summary>
    public static async Task RefreshAsync(VerificationState state, Session leader, SyncNames names, CancellationToken cancellation)
    {
        var known = state.Tables.ToDictionary(table => table.Id);
        var listed = await ReadAsync(leader, names, cancellation);
        state.Tables = [.. listed.Select(table => known.GetValueOrDefault(table.Id) is { } old && IsSame(old, table) ? old : table)];
    }

    /// <summary>Looks which of the tables the follower has.</summary>
    public static async Task MatchAsync(VerificationState state, Session follower, string difference, CancellationToken cancellation)
    {
        var there = (await RelationReader.ListAsync(follower, cancellation)).ToDictionary(relation => relation.Name, relation => relation.Columns);
        foreach (var table in state.Tables)
        {
            var isAbsent = there.GetValueOrDefault(table.Relation.Name) != table.Relation.Columns;
            if (isAbsent != table.IsAbsent)
                (table.IsAbsent, table.WholeDifferences) = (isAbsent, isAbsent ? [difference] : []);
            if (isAbsent)
                table.Forget();
        }
    }

    private static bool IsSame(TrackedTable old, TrackedTable table) =>
        old.Relation with { SizeBytes = table.Relation.SizeBytes } == table.Relation && old.Key.SequenceEqual(table.Key) && old.IsStreamed == table.IsStreamed;

    private static TrackedTable? Read(NpgsqlDataReader row, Dictionary<string, Relation> relations)
    {
        if (!relations.TryGetValue(row.GetString(0), out var relation))
            return null;
        return new TrackedTable
        {
            Id = row.GetFieldValue<uint>(1),
            Relation = relation,
            EstimatedRows = row.GetInt64(2),
            IsStreamed = row.GetBoolean(3),
            Key = row.IsDBNull(4) || !row.GetBoolean(7) ? [] : Columns(row),
        };
    }

    private static List<KeyColumn> Columns(NpgsqlDataReader row) =>
        [.. row.GetFieldValue<string[]>(4).Zip(row.GetFieldValue<string[]>(5), row.GetFieldValue<string[]>(6)).Select(column => new KeyColumn(column.First, column.Second, column.Third))];
}
