namespace Orchestrator.Core.Plans;

/// <summary>What is stopped at the source and started at the target.</summary>
public sealed record ComputePlan
{
    /// <summary>The workload where it runs today.</summary>
    public required AdapterSpec Source { get; init; }

    /// <summary>The workload where it is to run.</summary>
    public required AdapterSpec Target { get; init; }
}
