namespace Orchestrator.Testing.Arm;

/// <summary>Template specs.</summary>
internal sealed class TemplateSpecBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.Resources/templateSpecs";

    public bool HasProvisioningState => false;
}
