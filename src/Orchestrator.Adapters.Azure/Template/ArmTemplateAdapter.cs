using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Infrastructure of a template in a file of the host.</summary>
/// <param name="connector">The host's way to Azure.</param>
/// <param name="files">The folders that the host allows.</param>
/// <param name="runner">Runs commands; <see langword="null"/> when this host runs none.</param>
internal sealed class ArmTemplateAdapter(ArmConnector connector, TemplateFiles files, ICommandRunner? runner = null)
    : TemplateAdapter<ArmTemplateSettings>(connector, "armTemplate", runner)
{
    /// <inheritdoc/>
    protected override Task<TemplateContent> LoadAsync(ArmTemplateSettings settings, ArmSession arm, CancellationToken cancellation) =>
        files.ReadAsync(settings.Template, cancellation);
}
