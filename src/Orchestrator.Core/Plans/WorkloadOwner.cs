namespace Orchestrator.Core.Plans;

/// <summary>Who answers for a workload.</summary>
public sealed record WorkloadOwner
{
    /// <summary>A person or a team.</summary>
    public required string Name { get; init; }

    /// <summary>Where to reach them.</summary>
    public string? Email { get; init; }
}
