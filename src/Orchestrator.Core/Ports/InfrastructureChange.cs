namespace Orchestrator.Core.Ports;

/// <summary>What would happen to one resource.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Change">What, in the word of its cloud: <c>Create</c>, <c>Modify</c>, <c>Delete</c>, <c>NoChange</c>.</param>
public sealed record InfrastructureChange(string Resource, string Change)
{
    /// <summary>The names of the properties that would change, without their values, which may be secret.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];
}
