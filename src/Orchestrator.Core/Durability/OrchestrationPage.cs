namespace Orchestrator.Core.Durability;

/// <summary>One page of a list of instances.</summary>
/// <param name="Instances">The instances, newest first.</param>
/// <param name="ContinuationToken">Where the next page starts; <see langword="null"/> after the last.</param>
public sealed record OrchestrationPage(IReadOnlyList<OrchestrationInstance> Instances, string? ContinuationToken);
