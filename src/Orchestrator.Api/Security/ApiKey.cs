namespace Orchestrator.Api.Security;

/// <summary>A key as it is stored: without the key itself.</summary>
/// <param name="Name">Whose it is; the name that approvals and the audit trail show.</param>
/// <param name="Roles">What it may do: names of <see cref="Security.Roles"/>.</param>
/// <param name="Sha256">The SHA-256 of the key as lower-case hexadecimal.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(string Name, IReadOnlyList<string> Roles, string Sha256, DateTimeOffset CreatedAt);
