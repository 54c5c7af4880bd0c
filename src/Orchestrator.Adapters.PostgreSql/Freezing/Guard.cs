using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>
/// What refuses changes inside a database: a trigger per statement on every table, event triggers against new definitions,
/// and no rights on the functions that write large objects, which fire no trigger. All ask one function who may pass, so
/// that replacing this function opens the database at once, however many tables there are.
/// </summary>
/// <remarks>
/// The triggers fire always, in a session with <c>session_replication_role = replica</c> as well, which is how other
/// replication tools write. The apply worker fires triggers per statement for TRUNCATE only, and may pass. So may sessions of
/// our own, known by application name and user. Not refused: <c>nextval</c>, which changes no row; large objects written by a
/// superuser, whom no right binds; and a superuser, or an owner, who removes the guard on purpose.
/// </remarks>
internal static class Guard
{
    /// <summary>The schema of the guard's functions, the name of its triggers and the beginning of its event triggers' names.</summary>
    public const string Name = "orchestrator_guard";

    /// <summary>Tables of users: <c>c</c> in schema <c>n</c>. Foreign tables hold no rows of this database.</summary>
    public const string Tables = $"""
        pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
            AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '{Name}')
        LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = '{Name}'
        """;

    private const string ReadState = $"""
        SELECT split_part(about, ' ', 1), nullif(split_part(about, ' ', 2), '')::timestamptz,
            ARRAY(SELECT c.oid::regclass::text FROM {Tables} WHERE t.tgenabled IS DISTINCT FROM 'A' ORDER BY 1),
            (SELECT count(*) FROM pg_event_trigger WHERE evtname LIKE '{Name}\_%' AND evtenabled = 'A') = 3
        FROM coalesce((SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '{Name}'), '') about
        """;

    private const string Functions = $"""
        CREATE SCHEMA IF NOT EXISTS {Name};
        CREATE OR REPLACE FUNCTION {Name}.refuse_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $guard$
        BEGIN
            IF NOT {Name}.lets_pass() THEN
                RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction',
                    MESSAGE = format('cannot execute %s on %I.%I: database %I is frozen for its migration', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME, current_database()),
                    HINT = 'Changes are accepted on the other side once the migration has moved, or here again once it has given up.';
            END IF;
            RETURN NULL;
        END $guard$;
        CREATE OR REPLACE FUNCTION {Name}.refuse_definition() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $guard$
        DECLARE is_refused boolean;
        BEGIN
            IF {Name}.lets_pass() THEN
                RETURN;
            ELSIF TG_EVENT = 'ddl_command_start' THEN -- CONCURRENTLY commits before its end
                is_refused := current_query() ~* '\mconcurrently\M';
            ELSIF TG_EVENT = 'ddl_command_end' THEN -- lists nothing for an IF NOT EXISTS of what exists
                is_refused := EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp');
            ELSE
                is_refused := EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE original AND NOT is_temporary);
            END IF;
            IF is_refused THEN
                RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction',
                    MESSAGE = format('cannot execute %s: database %I is frozen for its migration', TG_TAG, current_database());
            END IF;
        END $guard$
        """;

    private const string Triggers = $"""
        DO $do$ DECLARE missing record; BEGIN
            FOR missing IN SELECT c.oid::regclass AS name, t.oid IS NULL AS is_new FROM {Tables} WHERE t.tgenabled IS DISTINCT FROM 'A' ORDER BY c.oid LOOP
                IF missing.is_new THEN
                    EXECUTE format('CREATE TRIGGER {Name} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION {Name}.refuse_change()', missing.name);
                END IF;
                EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER {Name}', missing.name);
            END LOOP;
        END $do$
        """;

    // Whoever may not make event triggers is told so by the readiness check.
    private const string EventTriggers = $"""
        DO $do$ DECLARE missing record; BEGIN
            FOR missing IN SELECT * FROM (VALUES ('start', 'ddl_command_start WHEN TAG IN (''CREATE INDEX'', ''DROP INDEX'', ''ALTER TABLE'')'),
                    ('end', 'ddl_command_end'), ('drop', 'sql_drop')) AS wanted(name, event)
                    WHERE NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = '{Name}_' || name) LOOP
                EXECUTE format('CREATE EVENT TRIGGER {Name}_%s ON %s EXECUTE FUNCTION {Name}.refuse_definition()', missing.name, missing.event);
                EXECUTE format('ALTER EVENT TRIGGER {Name}_%s ENABLE ALWAYS', missing.name);
            END LOOP;
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN;
        END $do$
        """;

    // What is taken is remembered as a function that gives it back, so it is taken once only.
    private const string LargeObjects = $"""
        DO $do$ DECLARE taken text; given text; BEGIN
            SELECT string_agg(format('REVOKE EXECUTE ON FUNCTION %s FROM %s', functions, grantee), '; '),
                string_agg(format('GRANT EXECUTE ON FUNCTION %s TO %s%s', functions, grantee, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END), '; ')
            INTO taken, given FROM (
                SELECT string_agg(p.oid::regprocedure::text, ', ') AS functions, a.is_grantable,
                    CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee
                FROM pg_proc p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE p.pronamespace = 'pg_catalog'::regnamespace AND pg_has_role(p.proowner, 'USAGE') AND a.grantee <> p.proowner
                    AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lo_unlink', 'lowrite')
                GROUP BY a.grantee, a.is_grantable) rights;
            IF taken IS NOT NULL AND to_regprocedure('{Name}.give_back()') IS NULL THEN
                EXECUTE format('CREATE FUNCTION {Name}.give_back() RETURNS void LANGUAGE plpgsql AS %L', 'BEGIN ' || given || '; END');
                EXECUTE taken;
            END IF;
        END $do$
        """;

    private const string GiveBack = $"""
        DO $do$ BEGIN
            IF to_regprocedure('{Name}.give_back()') IS NOT NULL THEN
                PERFORM {Name}.give_back();
                DROP FUNCTION {Name}.give_back();
            END IF;
        END $do$
        """;

    // A crash must not freeze again what clients were told is open.
    private const string Flushed = "SELECT set_config('synchronous_commit', 'on', true)";

    // An autovacuum stands aside for whoever waits, after deadlock_timeout; in a deadlock it is us who give way and try again.
    private const string Prepare = """
        SELECT set_config('synchronous_commit', 'on', true), CASE WHEN rolsuper THEN set_config('deadlock_timeout', '10ms', true) END
        FROM pg_roles WHERE rolname = current_user
        """;

    /// <summary>What an operator who has to change a frozen side begins with, as the user whom the plan connects as.</summary>
    public static string Pass(string job) => $"SET application_name = {SqlText.Literal(job)}";

    /// <summary>What opens a database whose migration is gone.</summary>
    public static string Exit(string job) => $"{Pass(job)}; SELECT {Name}.give_back(); DROP SCHEMA {Name} CASCADE";

    /// <summary>Looks at the guard of a database.</summary>
    public static async Task<GuardState> ReadAsync(Session session, CancellationToken cancellation) =>
        (await session.ListAsync(ReadState, Read, cancellation))[0];

    /// <summary>Statements that make the guard, or complete it, and have it refuse; to be run as one transaction.</summary>
    /// <param name="job">Whose sessions may pass: their application name begins with this.</param>
    public static string RefuseStatements(string job) => string.Join(";\n", Prepare, Functions, LetsPass(job), Triggers, LargeObjects, EventTriggers, About(job, isFrozen: true));

    /// <summary>Statements that let everything pass; to be run as one transaction.</summary>
    /// <param name="job">Whose the guard is.</param>
    public static string PassStatements(string job) => string.Join(";\n", Flushed, LetsPass(null), GiveBack, About(job, isFrozen: false));

    /// <summary>Removes a guard that lets everything pass. Each table is locked by itself and for an instant; those that are in use stay for the next time.</summary>
    /// <param name="session">The database.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tables that were in use; empty when nothing of the guard is left.</returns>
    public static async Task<List<string>> RemoveAsync(Session session, CancellationToken cancellation)
    {
        await session.ExecuteAsync(DropTriggers, cancellation);
        var left = await session.ListAsync($"SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = '{Name}' ORDER BY 1", row => row.GetString(0), cancellation);
        if (left.Count == 0)
            await session.ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE", cancellation);
        return left;
    }

    private const string DropTriggers = $"""
        DO $do$ DECLARE found record; BEGIN
            PERFORM set_config('lock_timeout', '100ms', false);
            FOR found IN SELECT tgrelid::regclass AS name FROM pg_trigger WHERE tgname = '{Name}' ORDER BY tgrelid LOOP
                BEGIN
                    EXECUTE format('DROP TRIGGER IF EXISTS {Name} ON %s', found.name);
                EXCEPTION WHEN lock_not_available OR deadlock_detected OR undefined_table THEN
                    NULL;
                END;
                COMMIT;
            END LOOP;
        END $do$
        """;

    private static GuardState Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.IsDBNull(1) ? null : row.GetDateTime(1), row.GetFieldValue<string[]>(2), row.GetBoolean(3));

    // The function is compiled anew in every session that calls it after it was replaced; SQL functions may be kept for a transaction.
    private static string LetsPass(string? job) => $"""
        CREATE OR REPLACE FUNCTION {Name}.lets_pass() RETURNS boolean LANGUAGE plpgsql AS $guard$
        BEGIN
            RETURN {(job is null ? "true" : IsOurs(job))};
        END $guard$
        """;

    private static string IsOurs(string job) => $"""
        starts_with(current_setting('application_name'), {SqlText.Literal(job)}) AND session_user = (SELECT rolname FROM pg_roles WHERE oid = (
                SELECT nspowner FROM pg_namespace WHERE nspname = '{Name}'))
            OR EXISTS (SELECT FROM pg_stat_activity WHERE pid = pg_backend_pid() AND backend_type LIKE 'logical replication %worker')
        """;

    private static string About(string job, bool isFrozen) => $"""
        DO $do$ BEGIN
            EXECUTE format('COMMENT ON SCHEMA {Name} IS %L', {SqlText.Literal(job)}{(isFrozen ? " || ' ' || replace(clock_timestamp()::text, ' ', 'T')" : "")});
        END $do$
        """;
}
