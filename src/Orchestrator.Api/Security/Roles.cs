namespace Orchestrator.Api.Security;

/// <summary>
/// What a key may do. Every role may read. An operator also starts and steers migrations, an approver also decides at
/// gates, and an admin may do everything, the durable management API included.
/// </summary>
public static class Roles
{
    /// <summary>Reads statuses, reports, metrics and the description of the API.</summary>
    public const string Reader = "reader";

    /// <summary>Assesses, starts, pauses, resumes, cancels, rolls back and finalizes; decides about steps that are held.</summary>
    public const string Operator = "operator";

    /// <summary>Approves and rejects at gates.</summary>
    public const string Approver = "approver";

    /// <summary>Everything, the durable management API included.</summary>
    public const string Admin = "admin";

    /// <summary>The four roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Operator, Approver, Admin];
}
