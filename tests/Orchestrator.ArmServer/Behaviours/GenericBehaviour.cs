namespace Orchestrator.Testing.Arm;

/// <summary>A type about which nothing is special.</summary>
internal sealed class GenericBehaviour(string type) : IResourceBehaviour
{
    public string Type => type;

    public bool HasProvisioningState { get; init; } = true;
}
