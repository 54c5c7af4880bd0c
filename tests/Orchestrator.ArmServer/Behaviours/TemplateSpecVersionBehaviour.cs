namespace Orchestrator.Testing.Arm;

/// <summary>Versions of template specs, each with its template.</summary>
internal sealed class TemplateSpecVersionBehaviour : IResourceBehaviour
{
    public string Type => "Microsoft.Resources/templateSpecs/versions";

    public bool HasProvisioningState => false;
}
