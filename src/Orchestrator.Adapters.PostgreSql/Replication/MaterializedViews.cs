using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Materialized views: their rows cannot be copied, only computed again.</summary>
internal static class MaterializedViews
{
    // Those that others are made of come first, also where ordinary views lie in between.
    private const string ListFilled = """
        WITH RECURSIVE uses AS (
            SELECT DISTINCT r.ev_class AS id, d.refobjid AS used FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class),
        levels(id, level) AS (
            SELECT oid, 0 FROM pg_class WHERE relkind = 'm'
            UNION SELECT uses.id, level + 1 FROM uses JOIN levels ON levels.id = uses.used)
        SELECT c.oid::regclass::text FROM levels JOIN pg_class c ON c.oid = levels.id
        WHERE c.relkind = 'm' AND c.relispopulated AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        GROUP BY c.oid ORDER BY max(level), 1
        """;

    /// <summary>Lists those that have been filled, in an order in which they can be refreshed.</summary>
    public static Task<List<string>> ListFilledAsync(Session session, CancellationToken cancellation) =>
        session.ListAsync(ListFilled, row => row.GetString(0), cancellation);

    /// <summary>Computes them again.</summary>
    public static async Task RefreshAsync(Session session, IEnumerable<string> views, CancellationToken cancellation)
    {
        foreach (var view in views)
            await session.ExecuteAsync($"REFRESH MATERIALIZED VIEW {view}", cancellation);
    }
}
