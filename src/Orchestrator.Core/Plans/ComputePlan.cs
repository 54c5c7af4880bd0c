using Orchestrator.Core.Plans.Shapes;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>What is stopped at the source and started at the target.</summary>
public sealed record ComputePlan
{
    /// <summary>The workload where it runs today.</summary>
    [AdapterRole<IComputeAdapter>]
    public required AdapterSpec Source { get; init; }

    /// <summary>The workload where it is to run.</summary>
    [AdapterRole<IComputeAdapter>]
    public required AdapterSpec Target { get; init; }

    /// <summary>Whether an online migration starts the workload on the target before writes are frozen, where its data refuses writes and no user reaches it.</summary>
    /// <value><see langword="true"/> by default. Where <see langword="false"/>, users wait for it to start: for workloads that write when they start.</value>
    public bool WarmStart { get; init; } = true;

    /// <summary>The workload on a side.</summary>
    /// <param name="side">The side.</param>
    /// <returns>The part of the plan.</returns>
    public AdapterSpec On(Side side) => side == Side.Source ? Source : Target;
}
