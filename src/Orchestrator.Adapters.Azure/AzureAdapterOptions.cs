namespace Orchestrator.Adapters.Azure;

/// <summary>The settings of the adapters that talk to Azure: section <c>Orchestrator:Azure</c> of the configuration.</summary>
public sealed record AzureAdapterOptions
{
    /// <summary>Where Azure Resource Manager is, and how it is asked.</summary>
    public ResourceManagerOptions ResourceManager { get; init; } = new();

    /// <summary>The folders from which plans may take templates (<c>infrastructure</c> of kind <c>armTemplate</c>).</summary>
    /// <value>None by default.</value>
    public IList<string> TemplateFolders { get; } = [];
}
