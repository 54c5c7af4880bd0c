namespace Orchestrator.Core.Ports;

/// <summary>How far a step is.</summary>
/// <param name="Completed">How much is done, in <paramref name="Unit"/>.</param>
/// <param name="Total">How much there is; <see langword="null"/> when it is not known.</param>
/// <param name="Unit">What is counted: <c>bytes</c>, <c>rows</c>, <c>files</c>, <c>tables</c>.</param>
public sealed record StepProgress(long Completed, long? Total, string Unit);
