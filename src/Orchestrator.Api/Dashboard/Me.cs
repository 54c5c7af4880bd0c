using Orchestrator.Api.Security;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Dashboard;

/// <summary>Who calls, as the server knows them.</summary>
/// <param name="Name">The name that decisions are recorded under.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="May">What these allow.</param>
internal sealed record Me(string Name, IReadOnlyList<string> Roles, Allowance May)
{
    public static Me From(Caller caller) => new(
        caller.Name, caller.Roles, new(Holds(caller, Permissions.Operate), Holds(caller, Permissions.Approve), Holds(caller, Permissions.Administer)));

    private static bool Holds(Caller caller, string permission) => Permissions.RolesByPermission[permission].Intersect(caller.Roles).Any();
}
