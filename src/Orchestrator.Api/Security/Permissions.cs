using Microsoft.AspNetCore.Authorization;

namespace Orchestrator.Api.Security;

/// <summary>The table of who may do what. Each name is also that of an authorization policy.</summary>
internal static class Permissions
{
    public const string Read = "read";
    public const string Operate = "operate";
    public const string Approve = "approve";
    public const string Administer = "administer";

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> RolesByPermission { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            [Read] = Roles.All,
            [Operate] = [Roles.Operator, Roles.Admin],
            [Approve] = [Roles.Approver, Roles.Admin],
            [Administer] = [Roles.Admin],
        };

    /// <summary>Adds the policies. Whatever names none of them, unknown routes included, needs a key all the same.</summary>
    public static void AddTo(AuthorizationOptions options)
    {
        foreach (var (permission, roles) in RolesByPermission)
            options.AddPolicy(permission, policy => policy.RequireRole(roles));
        options.FallbackPolicy = options.GetPolicy(Read);
    }
}
