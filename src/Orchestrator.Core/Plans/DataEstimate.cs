namespace Orchestrator.Core.Plans;

/// <summary>How much data a component has.</summary>
/// <param name="Component">Its name in the plan.</param>
/// <param name="SizeBytes">Its size in bytes.</param>
/// <param name="ObjectCount">How many rows or files it has.</param>
public sealed record DataEstimate(string Component, long SizeBytes, long ObjectCount);
