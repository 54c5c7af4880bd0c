namespace Orchestrator.Core.Plans;

/// <summary>How long a step may take.</summary>
/// <param name="Step">Its name, for example <c>restore</c>.</param>
/// <param name="Duration">How long.</param>
/// <param name="IsMeasured">Whether an earlier migration or rehearsal of the workload measured it; otherwise it is computed from the amount of data and careful rates.</param>
public sealed record StepEstimate(string Step, TimeSpan Duration, bool IsMeasured);
