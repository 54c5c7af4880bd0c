using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether the target has the extensions of the source, and lets us make them.</summary>
internal static class ExtensionChecks
{
    private const string Used = "SELECT extname::text, extversion FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";

    // Managed servers let their own administrators make extensions that are not marked as trusted.
    private const string Available = """
        SELECT a.name::text, a.default_version, coalesce(bool_or(NOT v.superuser OR coalesce((to_jsonb(v)->>'trusted')::boolean, false)), false)
            OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
            OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname IN ('azure_pg_admin', 'rds_superuser', 'cloudsqlsuperuser') AND pg_has_role(oid, 'MEMBER'))
        FROM pg_available_extensions a LEFT JOIN pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
        GROUP BY a.name, a.default_version
        """;

    // Event triggers and publications of all tables can be made by superusers only.
    private const string ForSuperusers = "SELECT 'event trigger ' || quote_ident(evtname) FROM pg_event_trigger UNION ALL SELECT 'publication ' || quote_ident(pubname) FROM pg_publication WHERE puballtables";

    /// <summary>Finds what stands in the way.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var used = await sides.Source.ListAsync(Used, row => (Name: row.GetString(0), Version: row.GetString(1)), cancellation);
        var available = (await sides.Target.ListAsync(Available, row => (row.GetString(0), (Version: row.GetString(1), IsAllowed: row.GetBoolean(2))), cancellation)).ToDictionary();
        var findings = used.Select(extension => Judge(
            sides, extension.Name, extension.Version, available.TryGetValue(extension.Name, out var found) ? found : null)).OfType<Finding>().ToList();
        var special = await sides.Source.ListAsync(ForSuperusers, row => row.GetString(0), cancellation);
        if (special.Count > 0 && !await sides.IsTargetSuperuserAsync(cancellation))
            findings.Add(new Finding(sides.TargetName, $"only a superuser can make {SourceChecks.Shorten(special)}", "Connect to the target as a superuser, or drop them on the source", true));
        return findings;
    }

    private static Finding? Judge(Sides sides, string name, string version, (string Version, bool IsAllowed)? available) => available switch
    {
        null => new Finding(sides.TargetName, $"extension {name} {version} is not available on the target",
            $"Install its package on the target's server (apt-get install postgresql-{sides.Target.Major}-{name.Replace('_', '-')} or postgresql-contrib), or allow it in the managed server's settings", true),
        { IsAllowed: false } => new Finding(sides.TargetName, $"only a superuser can make extension {name}", $"As a superuser of the target, in the target database: CREATE EXTENSION \"{name}\"; or connect as one", true),
        { Version: var offered } when IsOlder(offered, version) => new Finding(sides.TargetName, $"extension {name} is {version} on the source and would be {offered} on the target", "Install the newer version on the target's server", false),
        _ => null,
    };

    private static bool IsOlder(string offered, string used) =>
        Version.TryParse(offered, out var one) && Version.TryParse(used, out var other) && one < other;
}
