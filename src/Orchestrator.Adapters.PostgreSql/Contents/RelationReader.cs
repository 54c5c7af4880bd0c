using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Reads relations and adds their rows up inside the server, so that no row crosses the network.</summary>
internal static class RelationReader
{
    // Of a row as text, r, where rows are told apart. hashtextextended with two seeds: three times as fast as md5, and as stable as hash partitioning, which is built on it.
    internal const string Hashes = "hashtextextended(r COLLATE \"C\", 1) AS h1, hashtextextended(r COLLATE \"C\", 2) AS h2";

    /// <summary>
    /// In a query over <c>pg_class c</c>: the columns of what tells rows of <c>c</c> apart, and their <c>position</c> in it. What the
    /// stream of changes names rows by comes first, then the primary key. Columns that an index merely includes are no part of it.
    /// </summary>
    internal const string BestKey = """
        (SELECT a.attname, a.atttypid, position FROM (
            SELECT i.indrelid, (i.indkey::int2[])[0:i.indnkeyatts - 1] AS numbers FROM pg_index i
            WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                AND NOT EXISTS (SELECT 1 FROM pg_attribute n WHERE n.attrelid = c.oid AND n.attnum = ANY (i.indkey) AND NOT n.attnotnull)
            ORDER BY i.indisreplident DESC, i.indisprimary DESC, i.indexrelid LIMIT 1) best
            CROSS JOIN LATERAL unnest(best.numbers) WITH ORDINALITY AS column_of(number, position)
            JOIN pg_attribute a ON a.attrelid = best.indrelid AND a.attnum = column_of.number)
        """;

    // An enum's hash is made of oids, which differ between servers: such rows land in other partitions, as pg_dump knows
    // (it restores them through the root), so these tables are compared as a whole.
    private const string ListRelations = $$"""
        WITH scattered AS (
            SELECT p.partrelid AS root FROM pg_partitioned_table p WHERE p.partstrat = 'h' AND EXISTS (
                SELECT 1 FROM unnest(p.partclass::oid[]) used(id) JOIN pg_opclass o ON o.oid = used.id WHERE o.opcname = 'enum_ops'))
        SELECT CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END, c.oid::regclass::text,
            CASE c.relkind WHEN 'p' THEN (SELECT sum(pg_table_size(part.relid))::bigint FROM pg_partition_tree(c.oid) part) ELSE pg_table_size(c.oid) END,
            columns.names, columns.types, columns.nullable, (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY position) FROM {{BestKey}} a)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attname COLLATE "C"), '{}') AS names,
                coalesce(array_agg(a.atttypid::regtype::text ORDER BY a.attname COLLATE "C"), '{}') AS types,
                coalesce(array_agg(NOT a.attnotnull ORDER BY a.attname COLLATE "C"), '{}') AS nullable
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) columns
        WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated OR c.oid IN (SELECT root FROM scattered)) AND c.relpersistence <> 't'
            AND NOT (c.relispartition AND EXISTS (SELECT 1 FROM pg_partition_ancestors(c.oid) a JOIN scattered ON scattered.root = a.relid AND a.relid <> c.oid))
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 3 DESC, 2
        """;

    private const string LargeObjectsSize = "SELECT count(*), pg_table_size('pg_largeobject') FROM pg_largeobject_metadata";

    /// <summary>Lists everything with rows, the largest first.</summary>
    public static async Task<List<Relation>> ListAsync(Session session, CancellationToken cancellation)
    {
        var relations = await session.ListAsync(ListRelations, Read, cancellation);
        var (count, sizeBytes) = (await session.ListAsync(LargeObjectsSize, row => (row.GetInt64(0), row.GetInt64(1)), cancellation))[0];
        if (count > 0)
            relations.Insert(0, new Relation(Relation.LargeObjects, sizeBytes, "", "oid"));
        return relations;
    }

    /// <summary>Adds up all rows of a relation as <see cref="RowHash"/> sees them: the fastest, for both sides as a whole.</summary>
    public static async Task<RelationSums> HashAsync(Session session, Relation relation, CancellationToken cancellation) =>
        (await session.ListAsync(
            $"SELECT count(*), coalesce(sum(h), 0)::text FROM ({relation.Hashes}) hashed", row => RelationSums.Of(row.GetInt64(0), row.GetString(1)), cancellation))[0];

    /// <summary>Adds up all rows of a relation as text, the same sums as of its buckets and keys together.</summary>
    public static async Task<RelationSums> SumAsync(Session session, Relation relation, CancellationToken cancellation) =>
        (await session.ListAsync(
            $"SELECT count(*), coalesce(sum(h1), 0)::text, coalesce(sum(h2), 0)::text FROM (SELECT {Hashes} FROM ({relation.Rows} OFFSET 0) rows) hashed",
            row => RelationSums.Of(row.GetInt64(0), row.GetString(1), row.GetString(2)), cancellation))[0];

    /// <summary>Adds up the rows of a relation in buckets by key.</summary>
    public static async Task<Dictionary<long, RelationSums>> SumBucketsAsync(Session session, Relation relation, int buckets, CancellationToken cancellation) =>
        (await session.ListAsync(
            $"SELECT b, count(*), sum(h1)::text, sum(h2)::text FROM (SELECT {Bucket(buckets)} AS b, {Hashes} FROM ({relation.Rows} OFFSET 0) rows) hashed GROUP BY b",
            row => (row.GetInt64(0), RelationSums.Of(row.GetInt64(1), row.GetString(2), row.GetString(3))), cancellation)).ToDictionary();

    /// <summary>Adds up the rows of some buckets by key.</summary>
    public static async Task<Dictionary<string, RelationSums>> SumKeysAsync(
        Session session, Relation relation, int buckets, IEnumerable<long> wanted, CancellationToken cancellation) =>
        (await session.ListAsync(
            $"SELECT k, count(*), sum(h1)::text, sum(h2)::text FROM (SELECT k, {Hashes} FROM ({relation.Rows} OFFSET 0) rows WHERE {Bucket(buckets)} IN ({string.Join(", ", wanted)})) hashed GROUP BY k",
            row => (row.GetString(0), RelationSums.Of(row.GetInt64(1), row.GetString(2), row.GetString(3))), cancellation)).ToDictionary();

    private static string Bucket(int buckets) => $"(hashtextextended(k COLLATE \"C\", 0) & {buckets - 1})";

    private static Relation Read(NpgsqlDataReader row)
    {
        var columns = row.GetFieldValue<string[]>(3)
            .Zip(row.GetFieldValue<string[]>(4), row.GetFieldValue<bool[]>(5)).Select(column => new RowColumn(column.First, column.Second, column.Third)).ToList();
        return new(row.GetString(1), row.GetInt64(2), string.Join(", ", columns.Select(column => column.Name)), row.IsDBNull(6) ? null : row.GetString(6))
        {
            Only = row.GetString(0),
            RowHash = Contents.RowHash.Of(columns),
        };
    }
}
