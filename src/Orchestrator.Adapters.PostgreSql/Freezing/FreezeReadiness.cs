using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>Whether both sides can be frozen. Changes nothing.</summary>
internal static class FreezeReadiness
{
    private const string IsDatabaseOurs = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()";

    private const string OwnersOfOthers = $"""
        SELECT DISTINCT quote_ident(pg_get_userbyid(c.relowner)) FROM {Guard.Tables} WHERE NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1
        """;

    private const string MissingRoles = "SELECT rolname::text FROM pg_roles WHERE rolname IN ('pg_read_all_stats', 'pg_signal_backend') AND NOT pg_has_role(oid, 'USAGE') ORDER BY 1";

    private const string SuperusersHere = """
        SELECT DISTINCT quote_ident(usename) FROM pg_stat_activity JOIN pg_roles ON oid = usesysid
        WHERE datname = current_database() AND rolsuper ORDER BY 1
        """;

    private const string Others = """
        SELECT quote_ident(subname) FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND subenabled AND NOT starts_with(subname, $1) ORDER BY 1
        """;

    /// <summary>Finds what stands in the way.</summary>
    /// <param name="sides">What is looked at.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation) =>
    [
        .. await CheckGuardAsync(sides, cancellation),
        .. await CheckSubscriptionsAsync(sides, cancellation),
        .. await CheckMaintenanceAsync(sides, cancellation),
        .. await sides.IsSourceSuperuserAsync(cancellation) ? [] : await CheckSourceRightsAsync(sides, cancellation),
        .. await sides.IsTargetSuperuserAsync(cancellation) ? [] : await CheckRolesAsync(sides.Target, sides.Job.Target, cancellation),
    ];

    private static async Task<IEnumerable<Finding>> CheckGuardAsync(Sides sides, CancellationToken cancellation)
    {
        var state = await Guard.ReadAsync(sides.Source, cancellation);
        return state.IsFrozenByOther(sides.Job.Name)
            ? [new Finding(sides.SourceName, $"another migration ({state.Job}) has frozen it", $"Finish or roll back that migration; if it is gone: {Guard.Exit(state.Job)}", true)]
            : [];
    }

    private static async Task<IEnumerable<Finding>> CheckSubscriptionsAsync(Sides sides, CancellationToken cancellation)
    {
        var names = await sides.Source.ListAsync(Others, row => row.GetString(0), cancellation, sides.Job.Name);
        return names.Count == 0 ? [] :
        [
            new Finding(sides.SourceName, $"subscriptions bring changes from elsewhere, and it cannot be frozen while they do: {SourceChecks.Shorten(names)}",
                $"Before the cutover, for each: ALTER SUBSCRIPTION {names[0]} DISABLE", false),
        ];
    }

    private static async Task<IEnumerable<Finding>> CheckMaintenanceAsync(Sides sides, CancellationToken cancellation)
    {
        try
        {
            await using var reached = await sides.Job.SourceMaintenance.OpenAsync(sides.Job.Name, cancellation);
            return [];
        }
        catch (AdapterException error)
        {
            return [new Finding(sides.SourceName, $"no connection to the database beside it, from which it is frozen: {error.Message}", "Name another one in the plan: source.maintenanceDatabase", true)];
        }
    }

    private static async Task<IEnumerable<Finding>> CheckSourceRightsAsync(Sides sides, CancellationToken cancellation)
    {
        var findings = new List<Finding>(await CheckRolesAsync(sides.Source, sides.Job.Source, cancellation));
        var user = SqlText.Identifier(sides.Job.Source.User);
        if (!await sides.Source.ScalarAsync<bool>(IsDatabaseOurs, cancellation))
            findings.Add(new Finding(sides.SourceName, "only its owner or a superuser can freeze the database", $"ALTER DATABASE {SqlText.Identifier(sides.Job.Source.Database)} OWNER TO {user}", true));
        var owners = await sides.Source.ListAsync(OwnersOfOthers, row => row.GetString(0), cancellation);
        findings.AddRange(owners.Select(owner => new Finding(sides.SourceName, $"only their owner or a superuser can freeze the tables of {owner}", $"GRANT {owner} TO {user}", true)));
        var superusers = await sides.Source.ListAsync(SuperusersHere, row => row.GetString(0), cancellation);
        if (superusers.Count > 0)
            findings.Add(new Finding(sides.SourceName, $"sessions of superusers can be ended by superusers only: {SourceChecks.Shorten(superusers)}", "Close them before the cutover, or connect as a superuser", false));
        return findings;
    }

    private static async Task<IEnumerable<Finding>> CheckRolesAsync(Session session, Endpoint endpoint, CancellationToken cancellation)
    {
        var user = SqlText.Identifier(endpoint.User);
        var missing = await session.ListAsync(MissingRoles, row => row.GetString(0), cancellation);
        return
        [
            .. missing.Select(role => new Finding(endpoint.Subject, $"the user may not {(role == "pg_signal_backend" ? "end" : "see")} the sessions of others, which a freeze must", $"GRANT {role} TO {user}", true)),
            new Finding(endpoint.Subject, "while it is frozen, new definitions and large objects are not refused, which needs a superuser; rows are",
                "Connect as a superuser, or deploy nothing and write no large objects during the cutover", false),
        ];
    }
}
