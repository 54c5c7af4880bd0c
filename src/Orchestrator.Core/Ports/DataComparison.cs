namespace Orchestrator.Core.Ports;

/// <summary>The result of comparing a target with its source or backup.</summary>
/// <param name="Component">The data component.</param>
/// <param name="Items">One row per table, sequence or tree.</param>
public sealed record DataComparison(string Component, IReadOnlyList<ComparedItem> Items)
{
    /// <summary>Whether everything is equal. A comparison of nothing is equal.</summary>
    public bool IsEqual => Items.All(item => item.IsEqual);
}
