using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether everything in the source can be read and moved.</summary>
internal static class SourceChecks
{
    private const string UserTables = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    private const string Unreadable = $"""
        SELECT c.oid::regclass::text FROM {UserTables} AND c.relkind IN ('r', 'p', 'm', 'S')
            AND NOT (has_schema_privilege(n.oid, 'USAGE') AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT') ELSE has_table_privilege(c.oid, 'SELECT') END)
        """;

    private const string Hidden = $"""
        SELECT c.oid::regclass::text FROM {UserTables} AND c.relrowsecurity AND (c.relforcerowsecurity OR NOT pg_has_role(c.relowner, 'USAGE'))
            AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
        """;

    private const string UnreadableLargeObjects = """
        SELECT oid::text FROM pg_largeobject_metadata m WHERE NOT pg_has_role(lomowner, 'USAGE')
            AND NOT EXISTS (SELECT 1 FROM aclexplode(m.lomacl) a WHERE a.privilege_type = 'SELECT' AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'USAGE') END)
        """;

    private static readonly (string Query, string Problem, string Remedy, bool IsBlocking)[] Checks =
    [
        (Unreadable, "the user may not read", "GRANT pg_read_all_data TO {0} (PostgreSQL 14 and newer), or GRANT USAGE on the schema and SELECT on each", true),
        (Hidden, "row-level security hides rows of", "ALTER ROLE {0} BYPASSRLS", true),
        (UnreadableLargeObjects, "the user may not read the large objects", "GRANT SELECT ON LARGE OBJECT … TO {0}, or connect as their owner", true),
        ("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()", "transactions are prepared and neither committed nor rolled back; they hold locks", "COMMIT PREPARED or ROLLBACK PREPARED each", false),
        ("SELECT subname::text FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
            "subscriptions are not moved", "Create them again on the target after the cutover", false),
        ($"SELECT c.oid::regclass::text FROM {UserTables} AND c.relkind = 'f'", "the rows of foreign tables stay where they are", "Check that the target reaches the foreign server", false),
        ($"SELECT DISTINCT spcname::text FROM pg_tablespace t JOIN pg_class c ON c.reltablespace = t.oid WHERE t.oid >= 16384",
            "tablespaces are not moved; what is in them goes to the target's default", "ALTER TABLE … SET TABLESPACE on the target afterwards, where wanted", false),
        ($"SELECT c.oid::regclass::text FROM {UserTables} AND c.relkind = 'i' AND NOT (SELECT indisvalid FROM pg_index WHERE indexrelid = c.oid)",
            "indexes are invalid and may fail to be built on the target", "REINDEX INDEX CONCURRENTLY, or drop each", false),
    ];

    /// <summary>Finds what stands in the way.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var check in Checks)
        {
            var names = await sides.Source.ListAsync(check.Query, row => row.GetString(0), cancellation);
            if (names.Count == 0)
                continue;
            var remedy = check.Remedy.Replace("{0}", SqlText.Identifier(sides.Job.Source.User), StringComparison.Ordinal);
            findings.Add(new Finding(sides.SourceName, $"{check.Problem}: {Shorten(names)}", remedy, check.IsBlocking));
        }

        return findings;
    }

    /// <summary>At most 5 names.</summary>
    public static string Shorten(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
}
