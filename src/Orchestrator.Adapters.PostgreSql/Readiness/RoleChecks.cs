using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Targets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>What will become of owners and rights.</summary>
internal static class RoleChecks
{
    /// <summary>Finds roles that are missing or beyond our reach.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Sides sides, CancellationToken cancellation)
    {
        var needed = await RoleSet.ListNeededAsync(sides.Source, cancellation);
        var missing = await RoleSet.ListMissingAsync(sides.Target, needed, cancellation);
        var mayMake = await RoleSet.MayMakeAsync(sides.Target, cancellation);
        var findings = missing.Where(_ => mayMake).Select(role => Made(sides, role)).ToList();
        var reached = mayMake ? [.. needed.Except(missing)] : needed;
        if (!await RoleSet.MayActAsAsync(sides.Target, reached, cancellation))
            findings.Add(new Finding(sides.TargetName,
                $"everything will belong to {sides.Job.Target.User} and rights are not moved, because it is not a member of all of {string.Join(", ", reached)}",
                $"Connect to the target as a superuser, or make each missing role and GRANT it TO {SqlText.Identifier(sides.Job.Target.User)}", false));
        return findings;
    }

    private static Finding Made(Sides sides, string role) => new(
        sides.TargetName,
        $"role {role} does not exist on the target; it will be made without login, since passwords are never moved",
        $"If somebody logs in as it: ALTER ROLE {SqlText.Identifier(role)} LOGIN PASSWORD '…'",
        IsBlocking: false);
}
