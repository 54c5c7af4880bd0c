namespace Orchestrator.Core.Plans.Reading;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key: a scalar.</param>
/// <param name="Value">The value.</param>
internal sealed record PlanEntry(PlanNode Key, PlanNode Value);
