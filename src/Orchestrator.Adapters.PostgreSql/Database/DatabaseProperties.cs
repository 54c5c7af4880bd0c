using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>What a dump of one database leaves out, and what progress needs to know.</summary>
internal static class DatabaseProperties
{
    // These settings are lists of names, stored quoted already (GUC_LIST_QUOTE; pg_dump treats them so as well).
    private static readonly HashSet<string> NameLists =
        ["search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries", "shared_preload_libraries", "unix_socket_directories"];

    private const string Settings = """
        SELECT setrole::bigint, coalesce(pg_get_userbyid(nullif(setrole, 0)), '')::text, split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)
        FROM pg_db_role_setting CROSS JOIN LATERAL unnest(setconfig) AS entry
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 2, 3
        """;

    private const string Grants = """
        SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, privilege_type, is_grantable
        FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) WHERE datname = current_database() AND grantee <> datdba ORDER BY 1, 2
        """;

    private const string Objects = """
        SELECT c.relname::text, pg_table_size(c.oid), false FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        UNION ALL SELECT coalesce(t.relname || ' ' || k.conname, c.relname::text), pg_relation_size(c.oid), true
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
            WHERE c.relkind = 'i' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    private const string RowCount = """
        SELECT coalesce(sum(greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)), 0)::bigint FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    /// <summary>How many rows there are, by the server's estimate.</summary>
    public static Task<long> CountRowsAsync(Session session, CancellationToken cancellation) => session.ScalarAsync<long>(RowCount, cancellation);

    /// <summary>The sizes of tables and indexes.</summary>
    public static Task<List<SizedObject>> ListObjectsAsync(Session session, CancellationToken cancellation) =>
        session.ListAsync(Objects, row => new SizedObject(row.GetString(0), row.GetInt64(1), row.GetBoolean(2)), cancellation);

    /// <summary>Statements that give another database the same settings and rights; <c>{0}</c> stands for its quoted name.</summary>
    public static async Task<IReadOnlyList<string>> ListStatementsAsync(Session session, CancellationToken cancellation) =>
    [
        .. await session.ListAsync(Settings, WriteSetting, cancellation),
        .. await HasOwnRightsAsync(session, cancellation) ? ["REVOKE ALL ON DATABASE {0} FROM PUBLIC"] : Array.Empty<string>(),
        .. await session.ListAsync(Grants, row => $"GRANT {row.GetString(1)} ON DATABASE {{0}} TO {row.GetString(0)}{(row.GetBoolean(2) ? " WITH GRANT OPTION" : "")}", cancellation),
    ];

    private static Task<bool> HasOwnRightsAsync(Session session, CancellationToken cancellation) =>
        session.ScalarAsync<bool>("SELECT datacl IS NOT NULL FROM pg_database WHERE datname = current_database()", cancellation);

    private static string WriteSetting(NpgsqlDataReader row)
    {
        var (name, value) = (row.GetString(2), row.GetString(3));
        var whose = row.GetInt64(0) == 0 ? "ALTER DATABASE {0}" : $"ALTER ROLE {SqlText.Identifier(row.GetString(1))} IN DATABASE {{0}}";
        return $"{whose} SET {string.Join('.', name.Split('.').Select(SqlText.Identifier))} = {(NameLists.Contains(name) && value.Length > 0 ? value : SqlText.Literal(value))}";
    }
}
