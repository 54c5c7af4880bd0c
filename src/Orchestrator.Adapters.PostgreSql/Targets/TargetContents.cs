using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Targets;

/// <summary>What stands in a database that is to be empty, and how to empty it.</summary>
internal static class TargetContents
{
    private const int Batch = 100;

    // What users make has numbers from 16384 on (FirstNormalObjectId); members of extensions are the extension's.
    private const string ListForeign = """
        SELECT kind || ' ' || name FROM (
            SELECT 'table' AS kind, c.oid::regclass::text AS name, 'pg_class'::regclass AS catalog, c.oid AS id FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
            UNION ALL SELECT 'schema', quote_ident(nspname), 'pg_namespace'::regclass, oid FROM pg_namespace WHERE nspname !~ '^pg_'
            UNION ALL SELECT 'function', oid::regprocedure::text, 'pg_proc'::regclass, oid FROM pg_proc
            UNION ALL SELECT 'type', oid::regtype::text, 'pg_type'::regclass, oid FROM pg_type WHERE typtype IN ('e', 'd')
            UNION ALL SELECT 'large object', oid::text, 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
            UNION ALL SELECT 'publication', quote_ident(pubname), 'pg_publication'::regclass, oid FROM pg_publication
            UNION ALL SELECT 'event trigger', quote_ident(evtname), 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
            UNION ALL SELECT 'foreign data wrapper', quote_ident(fdwname), 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper) found
        WHERE (id >= 16384 OR catalog = 'pg_largeobject'::regclass)
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = found.catalog AND d.objid = found.id AND d.deptype = 'e')
        ORDER BY 1 LIMIT 5
        """;

    private const string ListDrops = """
        SELECT 'DROP EVENT TRIGGER IF EXISTS ' || quote_ident(evtname) || ' CASCADE' FROM pg_event_trigger
        UNION ALL SELECT 'DROP PUBLICATION IF EXISTS ' || quote_ident(pubname) FROM pg_publication
        UNION ALL SELECT 'DROP EXTENSION IF EXISTS ' || quote_ident(extname) || ' CASCADE' FROM pg_extension WHERE oid >= 16384 AND NOT $1::jsonb ? extname
        UNION ALL SELECT 'DROP SCHEMA IF EXISTS ' || quote_ident(nspname) || ' CASCADE' FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE (d.objid = n.oid OR e.extnamespace = n.oid) AND d.deptype = 'e' AND $1::jsonb ? e.extname AND n.nspname <> 'public')
        UNION ALL SELECT 'DROP FOREIGN DATA WRAPPER IF EXISTS ' || quote_ident(fdwname) || ' CASCADE' FROM pg_foreign_data_wrapper WHERE oid >= 16384
        """;

    private const string ListTables = """
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') LIMIT
        """;

    /// <summary>Names what is in a database, at most 5 things; none when it is empty.</summary>
    public static Task<List<string>> ListAsync(Session session, CancellationToken cancellation) =>
        session.ListAsync(ListForeign, row => row.GetString(0), cancellation);

    /// <summary>Lists extensions.</summary>
    public static Task<List<string>> ListExtensionsAsync(Session session, CancellationToken cancellation) =>
        session.ListAsync("SELECT extname::text FROM pg_extension ORDER BY 1", row => row.GetString(0), cancellation);

    /// <summary>Empties a database; only the given extensions stay. Not one transaction, which could need more locks than the server has.</summary>
    public static async Task EmptyAsync(Session session, IReadOnlyList<string> extensions, CancellationToken cancellation)
    {
        while (await session.ListAsync($"{ListTables} {Batch}", row => row.GetString(0), cancellation) is { Count: > 0 } tables)
            await session.ExecuteAsync($"DROP TABLE IF EXISTS {string.Join(", ", tables)} CASCADE", cancellation);
        foreach (var drop in await session.ListAsync(ListDrops, row => row.GetString(0), cancellation, Core.Durability.DurableJson.Write(extensions)!))
            await session.ExecuteAsync(drop, cancellation);
        while (await session.ScalarAsync<long>($"SELECT count(lo_unlink(oid)) FROM (SELECT oid FROM pg_largeobject_metadata LIMIT {Batch}) batch", cancellation) > 0)
            cancellation.ThrowIfCancellationRequested();
        await MakePublicSchemaAsync(session, cancellation);
    }

    private static Task MakePublicSchemaAsync(Session session, CancellationToken cancellation) => session.ExecuteAsync(
        session.Major >= 15
            ? "CREATE SCHEMA IF NOT EXISTS public; GRANT USAGE ON SCHEMA public TO PUBLIC; ALTER SCHEMA public OWNER TO pg_database_owner; COMMENT ON SCHEMA public IS 'standard public schema'"
            : "CREATE SCHEMA IF NOT EXISTS public; GRANT ALL ON SCHEMA public TO PUBLIC; COMMENT ON SCHEMA public IS 'standard public schema'",
        cancellation);
}
