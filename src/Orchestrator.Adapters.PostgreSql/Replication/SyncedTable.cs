using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>A table whose changes can be followed, and how the server tells its rows apart.</summary>
/// <param name="Name">Its name, qualified and quoted where needed.</param>
/// <param name="Publication">Which publication it belongs to.</param>
/// <param name="Identity">Its replica identity, as <c>ALTER TABLE … REPLICA IDENTITY</c> writes it.</param>
/// <param name="BetterIdentity">The one it needs; the same as <paramref name="Identity"/> where that does.</param>
internal sealed record SyncedTable(string Name, PublishedAs Publication, string Identity, string BetterIdentity)
{
    // As RelationReader has it: what is partitioned by the hash of an enum lands in other partitions on another server,
    // and so is followed as a whole. Unlogged tables leave nothing in the log; they are moved in the freeze.
    private const string List = """
        WITH scattered AS (
            SELECT p.partrelid AS root FROM pg_partitioned_table p WHERE p.partstrat = 'h' AND EXISTS (
                SELECT 1 FROM unnest(p.partclass::oid[]) used(id) JOIN pg_opclass o ON o.oid = used.id WHERE o.opcname = 'enum_ops')),
        inside AS (SELECT tree.relid::oid AS id, bool_and(tree.relid::oid = s.root) AS is_top FROM scattered s CROSS JOIN LATERAL pg_partition_tree(s.root) tree GROUP BY 1)
        SELECT c.oid::regclass::text, CASE WHEN inside.is_top THEN 'whole' WHEN inside.id IS NULL THEN 'itself' ELSE 'part' END,
            CASE c.relreplident WHEN 'd' THEN 'DEFAULT' WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE 'USING INDEX ' || (
                SELECT quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END,
            CASE WHEN c.relreplident = 'f' OR EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END) THEN NULL
            ELSE coalesce((SELECT 'USING INDEX ' || quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                WHERE inside.id IS NULL AND i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                    AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND NOT a.attnotnull)
                ORDER BY i.indisprimary DESC, i.indnkeyatts, x.relname LIMIT 1), 'FULL') END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN inside ON inside.id = c.oid
        WHERE (c.relkind = 'r' OR inside.id IS NOT NULL) AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1
        """;

    /// <summary>Whether the server cannot tell its rows apart as it is, so that publishing it would keep users from changing them.</summary>
    public bool NeedsIdentity => Identity != BetterIdentity;

    /// <summary>Lists all of a database.</summary>
    public static Task<List<SyncedTable>> ListAsync(Session session, CancellationToken cancellation) => session.ListAsync(
        List,
        row => new SyncedTable(row.GetString(0), Enum.Parse<PublishedAs>(row.GetString(1), ignoreCase: true), row.GetString(2), row.IsDBNull(3) ? row.GetString(2) : row.GetString(3)),
        cancellation);
}
