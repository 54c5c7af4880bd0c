using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Targets;

/// <summary>The roles that own something in the source or hold a right there. Passwords are never read or moved.</summary>
internal static class RoleSet
{
    // The role that initdb made is not in pg_shdepend, hence the second part. Roles that others are members of come along.
    private const string ListNeeded = """
        WITH RECURSIVE needed AS (
            SELECT d.refobjid AS id FROM pg_shdepend d JOIN pg_database b ON b.datname = current_database()
                WHERE d.refclassid = 'pg_authid'::regclass AND (d.dbid = b.oid OR d.classid = 'pg_database'::regclass AND d.objid = b.oid)
            UNION SELECT datdba FROM pg_database WHERE datname = current_database()
            UNION SELECT relowner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384 AND nspname !~ '^pg_'
            UNION SELECT m.roleid FROM pg_auth_members m JOIN needed ON needed.id = m.member)
        SELECT rolname::text FROM pg_roles JOIN needed ON needed.id = oid WHERE rolname !~ '^pg_' ORDER BY 1
        """;

    private const string ListMemberships = "SELECT r.rolname::text, m.rolname::text FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member";

    /// <summary>Lists the roles that a restore with owners and rights needs.</summary>
    public static Task<List<string>> ListNeededAsync(Session source, CancellationToken cancellation) =>
        source.ListAsync(ListNeeded, row => row.GetString(0), cancellation);

    /// <summary>Which of some roles the target lacks.</summary>
    public static async Task<List<string>> ListMissingAsync(Session target, IEnumerable<string> needed, CancellationToken cancellation) =>
        [.. needed.Except(await target.ListAsync("SELECT rolname::text FROM pg_roles", row => row.GetString(0), cancellation))];

    /// <summary>Whether we may make roles.</summary>
    public static Task<bool> MayMakeAsync(Session target, CancellationToken cancellation) =>
        target.ScalarAsync<bool>("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user", cancellation);

    /// <summary>Whether objects can be given to all of some roles, and all rights be granted to them.</summary>
    public static async Task<bool> MayActAsAsync(Session target, IReadOnlyCollection<string> needed, CancellationToken cancellation)
    {
        var ours = await target.ListAsync("SELECT rolname::text FROM pg_roles WHERE pg_has_role(oid, 'MEMBER')", row => row.GetString(0), cancellation);
        return !needed.Except(ours).Any();
    }

    /// <summary>Makes the missing roles, without login, and marks them in the same transaction as made by this job.</summary>
    public static async Task MakeMissingAsync(Session source, Session target, string job, CancellationToken cancellation)
    {
        var missing = await ListMissingAsync(target, await ListNeededAsync(source, cancellation), cancellation);
        if (missing.Count == 0 || !await MayMakeAsync(target, cancellation))
            return;
        var memberships = await source.ListAsync(ListMemberships, row => (Role: row.GetString(0), Member: row.GetString(1)), cancellation);
        var statements = missing.Select(role => $"CREATE ROLE {SqlText.Identifier(role)} NOLOGIN; COMMENT ON ROLE {SqlText.Identifier(role)} IS {SqlText.Literal(job)}; GRANT {SqlText.Identifier(role)} TO CURRENT_USER")
            .Concat(memberships.Where(pair => missing.Contains(pair.Role) && missing.Contains(pair.Member))
                .Select(pair => $"GRANT {SqlText.Identifier(pair.Role)} TO {SqlText.Identifier(pair.Member)}"));
        await target.ExecuteAsync($"BEGIN; {string.Join("; ", statements)}; COMMIT", cancellation);
    }

    /// <summary>Removes the roles that this job made, unless somebody uses them by now.</summary>
    public static async Task RemoveMadeAsync(Session target, string job, CancellationToken cancellation)
    {
        const string listMade = "SELECT quote_ident(rolname) FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1 AND NOT rolcanlogin ORDER BY 1";
        foreach (var role in await target.ListAsync(listMade, row => row.GetString(0), cancellation, job))
            await RemoveAsync(target, role, cancellation);
    }

    private static async Task RemoveAsync(Session target, string role, CancellationToken cancellation)
    {
        try
        {
            await target.ExecuteAsync($"DROP ROLE IF EXISTS {role}", cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.DependentObjectsStillExist))
        {
            return; // objects of others depend on it: it stays
        }
    }
}
