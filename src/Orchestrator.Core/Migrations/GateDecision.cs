namespace Orchestrator.Core.Migrations;

/// <summary>A person's decision at a gate.</summary>
/// <param name="IsApproved">Whether the gate may open.</param>
public sealed record GateDecision(bool IsApproved)
{
    /// <summary>Why, in the person's words. Required for a rejection.</summary>
    public string? Comment { get; init; }

    /// <summary>The hash of the evidence that the person saw.</summary>
    /// <value>The present evidence when <see langword="null"/>, the default.</value>
    public string? EvidenceHash { get; init; }
}
