using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Freezing;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Reads the definitions of all objects: an index that is missing loses no row, and yet the target is not the same.</summary>
internal static partial class SchemaReader
{
    // What refuses changes while a side is frozen stands on one side only.
    private const string UserSchema = $"n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '{Guard.Name}')";

    // Syncs and freezes leave publications, triggers and functions behind for a while, which belong to neither database.
    private const string MadeByUs = " orchestrator_";

    private static readonly string[] Queries =
    [
        $"SELECT 'schema', quote_ident(n.nspname), '' FROM pg_namespace n WHERE {UserSchema} AND {Own("pg_namespace", "n")}",
        "SELECT 'extension', quote_ident(extname), '' FROM pg_extension",
        $$"""
        SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'type' END, c.oid::regclass::text,
            concat_ws(' ', c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relispopulated, c.reloptions, pg_get_expr(c.relpartbound, c.oid),
                CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) WHEN 'v' THEN pg_get_viewdef(c.oid) WHEN 'm' THEN pg_get_viewdef(c.oid)
                    WHEN 'S' THEN (SELECT concat_ws(',', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = c.oid) END)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND c.relpersistence <> 't' AND {{UserSchema}} AND {{Own("pg_class", "c")}}
        """,
        $"""
        SELECT 'column', c.oid::regclass || '.' || quote_ident(a.attname),
            concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(v.adbin, v.adrelid),
                CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END, col_description(c.oid, a.attnum))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'c') AND c.relpersistence <> 't' AND {UserSchema} AND {Own("pg_class", "c")}
        """,
        $"""
        SELECT 'index', i.indexrelid::regclass::text, concat(pg_get_indexdef(i.indexrelid),
            CASE WHEN NOT i.indisvalid THEN ', not valid' END, CASE WHEN i.indisclustered THEN ', clustered' END, CASE WHEN i.indisreplident THEN ', replica identity' END)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relpersistence <> 't' AND {UserSchema} AND {Own("pg_class", "c")}
        """,
        $"""
        SELECT 'constraint', coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text) || ' ' || quote_ident(k.conname), pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE k.contype IN ('c', 'f', 'p', 'u', 'x', 't') AND {UserSchema} AND {Own("pg_constraint", "k")}
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid IN (k.conrelid, k.contypid) AND d.objid <> 0 AND d.deptype = 'e')
        """,
        $"""
        SELECT 'function', p.oid::regprocedure::text, CASE WHEN p.prokind = 'a' THEN format_type(p.prorettype, NULL) ELSE pg_get_functiondef(p.oid) END
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {UserSchema} AND {Own("pg_proc", "p")}
        """,
        $"""
        SELECT 'trigger', t.tgrelid::regclass || ' ' || quote_ident(t.tgname), pg_get_triggerdef(t.oid) || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgname <> '{Guard.Name}' AND {UserSchema} AND {Own("pg_class", "c")}
        """,
        $"""
        SELECT 'type', t.oid::regtype::text, concat_ws(' ', t.typtype, t.typnotnull, t.typdefault, format_type(nullif(t.typbasetype, 0), t.typtypmod),
            (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
            (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('e', 'd', 'r', 'b') AND NOT EXISTS (SELECT 1 FROM pg_type b WHERE b.typarray = t.oid) AND {UserSchema} AND {Own("pg_type", "t")}
        """,
        "SELECT 'policy', p.polrelid::regclass || ' ' || quote_ident(p.polname), concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) FROM pg_policy p",
        "SELECT 'rule', r.ev_class::regclass || ' ' || quote_ident(r.rulename), pg_get_ruledef(r.oid) FROM pg_rewrite r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'",
        "SELECT 'statistics', s.stxrelid::regclass || ' ' || quote_ident(s.stxname), pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s",
        "SELECT 'event trigger', quote_ident(evtname), concat_ws(' ', evtevent, evtfoid::regprocedure, evtenabled, evttags) FROM pg_event_trigger e WHERE NOT starts_with(evtname, '" + Guard.Name + "') AND " + Own("pg_event_trigger", "e"),
        "SELECT 'publication', quote_ident(pubname), concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate) FROM pg_publication",
        "SELECT 'comment', c.oid::regclass::text, d.description FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid = 0 WHERE c.oid >= 16384 AND " + Own("pg_class", "c"),
        "SELECT 'foreign server', quote_ident(srvname), '' FROM pg_foreign_server s WHERE " + Own("pg_foreign_server", "s"),
    ];

    // One round trip: it is also done while users wait.
    private static readonly string All = string.Join(" UNION ALL ", Queries.Select(query => $"({query})"));

    /// <summary>Reads all definitions: the object, and a digest of how it is defined.</summary>
    /// <param name="session">The database.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<SortedDictionary<string, string>> ReadAsync(Session session, CancellationToken cancellation)
    {
        var definitions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, definition) in await session.ListAsync(All, row => ($"{row.GetString(0)} {row.GetString(1)}", row.GetString(2)), cancellation))
        {
            if (!name.Contains(MadeByUs, StringComparison.Ordinal))
                definitions[name] = Digest(definition);
        }

        return definitions;
    }

    /// <summary>
    /// A digest that a dump and restore does not change: reading back <c>status IN ('a', 'b')</c>, the server moves casts and
    /// parentheses about (each round trip once), though it means the same.
    /// </summary>
    internal static string Digest(string definition) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Noise().Replace(definition, ""))).AsSpan(0, 16));

    // Members of extensions come with the extension and are its business.
    private static string Own(string catalog, string alias) =>
        $"NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '{catalog}'::regclass AND d.objid = {alias}.oid AND d.deptype = 'e')";

    [GeneratedRegex("""::("[^"]+"|[a-z_][a-z0-9_.]*)( varying| precision| with(out)? time zone)?(\(\d+(,\d+)?\))?(\[\])*|[()\s]""")]
    private static partial Regex Noise();
}
