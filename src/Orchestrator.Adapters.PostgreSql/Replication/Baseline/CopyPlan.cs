using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication.Baseline;

/// <summary>Lists what is copied.</summary>
internal static class CopyPlan
{
    // Binary: only types that come with the server, and enums, which travel as their labels. Types named reg… travel as
    // object numbers; arrays and rows of users' types hold such numbers as well. Tables of an extension come with it,
    // but for those rows that it calls the users' own.
    private const string ListTables = """
        WITH scattered AS (
            SELECT p.partrelid AS root FROM pg_partitioned_table p WHERE p.partstrat = 'h' AND EXISTS (
                SELECT 1 FROM unnest(p.partclass::oid[]) used(id) JOIN pg_opclass o ON o.oid = used.id WHERE o.opcname = 'enum_ops')),
        inside AS (SELECT tree.relid::oid AS id, bool_and(tree.relid::oid = s.root) AS is_top FROM scattered s CROSS JOIN LATERAL pg_partition_tree(s.root) tree GROUP BY 1),
        configured AS (SELECT unnest(extconfig) AS id, unnest(extcondition) AS condition FROM pg_extension WHERE extconfig IS NOT NULL)
        SELECT c.oid::regclass::text, coalesce(columns.names, ''), coalesce(columns.is_portable, true),
            CASE WHEN inside.is_top THEN 'whole' WHEN configured.id IS NULL THEN '' ELSE 'where ' || configured.condition END,
            CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_table_size(part.relid)), 0)::bigint FROM pg_partition_tree(c.oid) part) ELSE pg_table_size(c.oid) END,
            pg_relation_size(c.oid) / current_setting('block_size')::bigint
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN inside ON inside.id = c.oid LEFT JOIN configured ON configured.id = c.oid
        CROSS JOIN LATERAL (
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS names,
                bool_and(t.typtype = 'e' OR t.oid < 16384 AND t.typtype IN ('b', 'r', 'm') AND t.typreceive <> 0 AND t.typname !~ '^_?(reg|aclitem)') AS is_portable
            FROM pg_attribute a JOIN pg_type own ON own.oid = a.atttypid JOIN pg_type t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') columns
        WHERE (c.relkind = 'r' AND inside.id IS NULL OR inside.is_top) AND c.relpersistence <> 't'
            AND (configured.id IS NOT NULL OR n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
            AND c.relpersistence::text = ANY (string_to_array($1, ','))
        """;

    private const string All = "p,u";
    private const string Unlogged = "u";

    /// <summary>Lists the parts, the largest first.</summary>
    /// <param name="source">The source, at the baseline's snapshot.</param>
    /// <param name="targetMajor">The target's major version; another version may read binary forms in another way.</param>
    /// <param name="partBytes">Larger tables are cut.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<List<CopyPart>> ListAsync(Session source, int targetMajor, long partBytes, CancellationToken cancellation)
    {
        var tables = await source.ListAsync(ListTables, row => Read(row, source.Major == targetMajor, partBytes), cancellation, All);
        return [.. tables.SelectMany(parts => parts).OrderByDescending(part => part.SizeBytes)];
    }

    /// <summary>Lists the unlogged tables, each as a whole.</summary>
    public static async Task<List<CopyPart>> ListUnloggedAsync(Session leader, int followerMajor, CancellationToken cancellation)
    {
        var tables = await leader.ListAsync(ListTables, row => Read(row, leader.Major == followerMajor, long.MaxValue), cancellation, Unlogged);
        return [.. tables.SelectMany(parts => parts)];
    }

    private static IEnumerable<CopyPart> Read(NpgsqlDataReader row, bool isSameMajor, long partBytes)
    {
        var special = row.GetString(3);
        var part = new CopyPart(row.GetString(0), row.GetString(1), row.GetInt64(4)) { IsBinary = isSameMajor && row.GetBoolean(2), IsFrozen = special.Length == 0 };
        return special switch
        {
            "" => part.Split(row.GetInt64(5), partBytes),
            "whole" => [part with { Query = $"SELECT {part.Columns} FROM {part.Table}" }],
            _ => [part with { Query = $"SELECT {part.Columns} FROM ONLY {part.Table} {special["where ".Length..]}" }],
        };
    }
}
