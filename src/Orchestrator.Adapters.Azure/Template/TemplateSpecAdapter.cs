using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Infrastructure of a template spec in Azure.</summary>
/// <param name="connector">The host's way to Azure.</param>
/// <param name="runner">Runs commands; <see langword="null"/> when this host runs none.</param>
internal sealed class TemplateSpecAdapter(ArmConnector connector, ICommandRunner? runner = null) : TemplateAdapter<TemplateSpecSettings>(connector, "templateSpec", runner)
{
    private const string Type = "Microsoft.Resources/templateSpecs/versions";
    private const string ApiVersion = "2022-02-01";

    /// <inheritdoc/>
    protected override async Task<TemplateContent> LoadAsync(TemplateSpecSettings settings, ArmSession arm, CancellationToken cancellation)
    {
        var id = ResourceIds.Parse(settings.TemplateSpec, Type).ToString();
        var spec = await arm.GetAsync(id, ApiVersion, cancellation);
        return spec.Body.Find("properties", "mainTemplate") is { } template
            ? new(template, id)
            : throw new AdapterException("this version holds no template", id, "Name another version: az ts list --name NAME --resource-group GROUP", isTransient: false);
    }
}
