using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether the target database can be made or taken over.</summary>
internal static class TargetChecks
{
    /// <summary>Finds what stands in the way.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var like = (await DatabaseTraits.FindAsync(sides.Source, sides.Job.Source.Database, cancellation))!;
        return await sides.Job.TargetDatabase.FindAsync(cancellation) is { } found
            ? await CheckExistingAsync(sides, found, like, cancellation)
            : await CheckAbsentAsync(sides, like, cancellation);
    }

    private static async Task<IReadOnlyList<Finding>> CheckExistingAsync(Sides sides, DatabaseTraits found, DatabaseTraits like, CancellationToken cancellation)
    {
        const string isOwner = "SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = $1";
        var findings = new List<Finding>();
        if (await sides.Job.TargetDatabase.FindObstacleAsync(found, like, cancellation) is { } obstacle)
            findings.Add(new Finding(sides.TargetName, obstacle.Problem, obstacle.Remedy, true));
        if (!await sides.Target.ScalarAsync<bool>(isOwner, cancellation, sides.Job.Target.Database))
            findings.Add(new Finding(sides.TargetName, $"{sides.Job.Target.User} does not own the database",
                $"ALTER DATABASE {SqlText.Identifier(sides.Job.Target.Database)} OWNER TO {SqlText.Identifier(sides.Job.Target.User)}", true));
        if ((found.Collate, found.ProviderLocale) != (like.Collate, like.ProviderLocale))
            findings.Add(new Finding(sides.TargetName, $"text sorts by {found.ProviderLocale ?? found.Collate} and on the source by {like.ProviderLocale ?? like.Collate}",
                "Drop the empty database, and it will be made like the source", false));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> CheckAbsentAsync(Sides sides, DatabaseTraits like, CancellationToken cancellation)
    {
        const string mayMake = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user";
        var findings = new List<Finding>();
        if (!await sides.Target.ScalarAsync<bool>(mayMake, cancellation))
            findings.Add(new Finding(sides.TargetName, $"{sides.Job.Target.User} may not make the database", $"ALTER ROLE {SqlText.Identifier(sides.Job.Target.User)} CREATEDB", true));
        if (!await IsLocaleKnownAsync(sides, like.Collate, cancellation))
            findings.Add(new Finding(sides.TargetName, $"the target's operating system has no locale {like.Collate}", $"On the target's server: locale-gen {like.Collate}, then restart PostgreSQL", true));
        return findings;
    }

    // Only the server can say which locales its operating system has. The probe is rolled back and in the session's own schema.
    private static async Task<bool> IsLocaleKnownAsync(Sides sides, string locale, CancellationToken cancellation)
    {
        try
        {
            await sides.Target.ExecuteAsync($"BEGIN; CREATE COLLATION pg_temp.orchestrator_probe (PROVIDER = libc, LOCALE = {SqlText.Literal(locale)})", cancellation);
            return true;
        }
        catch (AdapterException error) when (error.InnerException is PostgresException { SqlState: not PostgresErrorCodes.InsufficientPrivilege })
        {
            return false;
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InsufficientPrivilege))
        {
            return true; // it cannot be asked
        }
        finally
        {
            await sides.Target.ExecuteAsync("ROLLBACK", cancellation);
        }
    }
}
