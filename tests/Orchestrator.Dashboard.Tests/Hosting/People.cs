using Orchestrator.Api.Security;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>Who comes to the dashboard.</summary>
internal static class People
{
    public const string Reader = "rita";
    public const string Operator = "olga";
    public const string Approver = "anna";
    public const string SecondApprover = "paul";

    /// <summary>Somebody who stands in for an operator and for an approver, and so sees every button.</summary>
    public const string Deputy = "dora";

    private static readonly Dictionary<string, IReadOnlyList<string>> RolesOf = new()
    {
        [Reader] = [Roles.Reader],
        [Operator] = [Roles.Operator],
        [Approver] = [Roles.Approver],
        [SecondApprover] = [Roles.Approver],
        [Deputy] = [Roles.Operator, Roles.Approver],
    };

    /// <summary>Makes their keys.</summary>
    public static IReadOnlyDictionary<string, string> AddTo(KeyFile keys) =>
        RolesOf.ToDictionary(person => person.Key, person => keys.Add(person.Key, person.Value));
}
