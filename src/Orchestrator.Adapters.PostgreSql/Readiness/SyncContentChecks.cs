using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>What in the source a sync does not carry, or not well.</summary>
internal static class SyncContentChecks
{
    private const string Relations = """
        pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """;

    // The apply worker finds a row without a key by comparing all of it.
    private const string WithoutEquality = """
        SELECT quote_ident(a.attname) || ' (' || t.typname || ')' FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid IN (SELECT c.oid FROM pg_class c WHERE c.oid::regclass::text = $1) AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('json', 'xml', 'point', 'polygon', '_json', '_xml')
        """;

    private static readonly (string Query, string Problem, string Remedy, bool IsBlocking)[] Checks =
    [
        ($"SELECT c.oid::regclass::text FROM {Relations} AND c.relkind = 'r' AND c.relpersistence = 'u'", "unlogged tables are copied as a whole in the freeze", "If they are large and not needed: TRUNCATE them before the cutover", false),
        ($"SELECT c.oid::regclass::text FROM {Relations} AND c.relkind = 'm' AND c.relispopulated", "materialized views that differ are refreshed in the freeze", "REFRESH MATERIALIZED VIEW each shortly before the cutover, on the source and on the target", false),
        ("SELECT count(*) || ' of them' FROM pg_largeobject_metadata HAVING count(*) > 0", "large objects are compared and carried over in the freeze", "If there are many, plan for a longer freeze", false),
        ($"SELECT c.oid::regclass::text FROM {Relations} AND c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE')", "only the owner of a table can publish it", "GRANT each table's owner TO {0}", true),
        ("SELECT 'CREATE' WHERE NOT has_database_privilege(current_database(), 'CREATE')", "the user may not make a publication", "GRANT CREATE ON DATABASE … TO {0}", true),
        ("SELECT gid FROM pg_prepared_xacts", "transactions are prepared; changes can be kept only from their end on", "COMMIT PREPARED or ROLLBACK PREPARED each", true),
        ($"SELECT quote_ident(t.tgname) || ' on ' || c.oid::regclass FROM pg_trigger t, {Relations} AND t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND t.tgname <> '{Freezing.Guard.Name}'", "triggers that are enabled ALWAYS or for REPLICA fire on the side that follows as well, and what they write arrives there twice", "Unless they write to no table: ALTER TABLE … ENABLE TRIGGER each until the migration has ended", false),
        ("SELECT DISTINCT c.oid::regclass::text FROM pg_extension e JOIN pg_class c ON c.oid = ANY (e.extconfig) WHERE c.relkind = 'r'", "rows that extensions keep for users are copied once; later changes to them do not follow and are not compared", "Do not change them until the migration has ended", false),
        ("SELECT quote_ident(evtname) FROM pg_event_trigger WHERE evtenabled <> 'D' AND NOT starts_with(evtname, 'orchestrator_')", "event triggers fire when the sync is set up", "Check that they let ALTER TABLE … REPLICA IDENTITY and CREATE PUBLICATION pass", false),
    ];

    /// <summary>Finds it.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var (query, problem, remedy, isBlocking) in Checks)
        {
            var names = await sides.Source.ListAsync(query, row => row.GetString(0), cancellation);
            if (names.Count > 0)
                findings.Add(new Finding(sides.SourceName, $"{problem}: {SourceChecks.Shorten(names)}", remedy.Replace("{0}", Connections.SqlText.Identifier(sides.Job.Source.User), StringComparison.Ordinal), isBlocking));
        }

        var keyless = (await SyncedTable.ListAsync(sides.Source, cancellation)).Where(table => table.BetterIdentity == "FULL").Select(table => table.Name).ToList();
        if (keyless.Count > 0)
            findings.Add(new Finding(sides.SourceName, $"tables without a key get REPLICA IDENTITY FULL for the time of the sync, and each change of theirs is looked up row by row: {SourceChecks.Shorten(keyless)}", "ALTER TABLE … ADD PRIMARY KEY where they are large and change often", false));
        findings.AddRange(await FindIncomparableAsync(sides, keyless, cancellation));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> FindIncomparableAsync(Sides sides, IEnumerable<string> keyless, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var table in keyless)
        {
            var columns = await sides.Source.ListAsync(WithoutEquality, row => row.GetString(0), cancellation, table);
            if (columns.Count > 0)
                findings.Add(new Finding(sides.SourceName, $"updates and deletes of {table} cannot be followed, because it has no key and {SourceChecks.Shorten(columns)} cannot be compared", $"ALTER TABLE {table} ADD PRIMARY KEY (…); without one, only insert into it during the sync", false));
        }

        return findings;
    }
}
