using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Infrastructure of a template in a file of the host.</summary>
/// <param name="connector">The host's way to Azure.</param>
/// <param name="files">The folders that the host allows.</param>
internal sealed class ArmTemplateAdapter(ArmConnector connector, TemplateFiles files) : TemplateAdapter<ArmTemplateSettings>(connector, "armTemplate")
{
    /// <inheritdoc/>
    protected override Task<TemplateContent> LoadAsync(ArmTemplateSettings settings, ArmSession arm, CancellationToken cancellation) =>
        files.ReadAsync(settings.Template, cancellation);
}
