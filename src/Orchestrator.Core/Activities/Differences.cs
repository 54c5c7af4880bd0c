using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Puts differences into words.</summary>
internal static class Differences
{
    private const int MaxItems = 5;

    /// <summary>Describes the first items that differ.</summary>
    public static string Describe(IEnumerable<DataComparison> comparisons)
    {
        var different = comparisons.SelectMany(comparison => comparison.Items).Where(item => !item.IsEqual).ToList();
        var shown = string.Join("; ", different.Take(MaxItems).Select(Describe));
        return different.Count <= MaxItems ? shown : $"{shown}; and {different.Count - MaxItems} more";
    }

    private static string Describe(ComparedItem item)
    {
        var first = item.FirstDifferences.Count == 0 ? "" : $", first: {string.Join(", ", item.FirstDifferences.Take(3))}";
        return $"{item.Name} (source {item.ReferenceCount:N0}, target {item.TargetCount:N0}{first})";
    }
}
