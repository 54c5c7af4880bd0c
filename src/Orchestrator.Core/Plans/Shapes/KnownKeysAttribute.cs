namespace Orchestrator.Core.Plans.Shapes;

/// <summary>The only keys that a dictionary of the plan may have.</summary>
/// <param name="keys">The keys.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownKeysAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys { get; } = keys;
}
