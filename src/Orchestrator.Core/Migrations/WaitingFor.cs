namespace Orchestrator.Core.Migrations;

/// <summary>The gate that a migration waits at.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Required">How many different people must approve.</param>
/// <param name="ApprovedBy">Who has approved this evidence.</param>
/// <param name="EvidenceHash">The hash of the evidence to be approved.</param>
/// <param name="ExpiresAt">When it stops waiting.</param>
public sealed record WaitingFor(
    string Gate, int Required, IReadOnlyList<string> ApprovedBy, string EvidenceHash, DateTimeOffset ExpiresAt);
