namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Puts the facts of two entries side by side.</summary>
internal static class FactJoin
{
    /// <summary>Each fact that either has, in order.</summary>
    internal static IEnumerable<(string Name, string? Reference, string? Target)> FullJoin(
        this IEnumerable<(string Name, string Value)> reference, IEnumerable<(string Name, string Value)> target)
    {
        var left = reference.ToDictionary(fact => fact.Name, fact => fact.Value);
        var right = target.ToDictionary(fact => fact.Name, fact => fact.Value);
        return left.Keys.Union(right.Keys).Select(name => (name, left.GetValueOrDefault(name), right.GetValueOrDefault(name)));
    }
}
