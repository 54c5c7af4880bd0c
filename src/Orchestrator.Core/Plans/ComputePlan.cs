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
}
