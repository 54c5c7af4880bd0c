namespace Orchestrator.Core.Ports;

/// <summary>What would be made and changed.</summary>
/// <param name="Changes">One for each resource.</param>
/// <param name="Findings">What stands in the way, and remarks.</param>
public sealed record InfrastructurePreview(IReadOnlyList<InfrastructureChange> Changes, IReadOnlyList<Finding> Findings);
