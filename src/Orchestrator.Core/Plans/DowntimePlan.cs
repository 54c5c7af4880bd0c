namespace Orchestrator.Core.Plans;

/// <summary>How long a workload may be down, and when.</summary>
public sealed record DowntimePlan
{
    /// <summary>The longest downtime that the business accepts.</summary>
    /// <value>Not stated when <see langword="null"/>, the default.</value>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>When the workload may be down. Any time when empty, the default.</summary>
    public IReadOnlyList<DowntimeWindow> Windows { get; init; } = [];
}
