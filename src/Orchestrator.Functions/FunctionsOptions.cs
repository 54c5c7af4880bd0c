using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Api;

namespace Orchestrator.Functions;

/// <summary>The settings of the Functions app: section <c>Orchestrator</c> of the app settings.</summary>
public sealed class FunctionsOptions
{
    /// <summary>Where the ledger lies: the URL of a storage account, which the app's identity opens, or a connection string.</summary>
    /// <value>None by default. Required.</value>
    [Required]
    public string Ledger { get; set; } = "";

    /// <summary>The container of the ledger. It is made when it is missing.</summary>
    /// <value><c>ledger</c> by default.</value>
    [Required]
    public string LedgerContainer { get; set; } = "ledger";

    /// <summary>The folder that steps work in. Steps of one migration run on different instances, so it has to be a mounted share.</summary>
    /// <value>None by default. Required.</value>
    [Required]
    public string WorkFolder { get; set; } = "";

    /// <summary>Where people reach this host, for the links in notifications, for example <c>https://orchestrator.contoso.example</c>.</summary>
    /// <value>None by default: a link is the path of a page then.</value>
    [PublicUrl]
    public Uri? PublicUrl { get; set; }

    /// <summary>A file with keys as <c>orchestrator keys</c> makes it, for callers who cannot sign in.</summary>
    /// <value>None by default: callers sign in with Entra.</value>
    public string? KeyFile { get; set; }

    /// <summary>The commands that plans may run, by name. None by default.</summary>
    public Dictionary<string, AllowedCommand> AllowedCommands { get; } = new(StringComparer.Ordinal);

    /// <summary>The hosts that plans may call over HTTP. Every host but metadata services by default.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>The app settings that plans may refer to as <c>env:</c>. None by default.</summary>
    public List<string> AllowedEnvironment { get; } = [];

    /// <summary>The folders whose files plans may refer to as secrets. None by default.</summary>
    public List<string> AllowedSecretFolders { get; } = [];

    /// <summary>The key vaults that plans may refer to, as hosts such as <c>contoso.vault.azure.net</c>, with <c>*</c> and <c>?</c>. None by default.</summary>
    public List<string> AllowedVaults { get; } = [];

    /// <summary>How Azure is reached. Its public cloud with the host's own identity by default.</summary>
    public AzureAdapterOptions Azure { get; } = new();
}
