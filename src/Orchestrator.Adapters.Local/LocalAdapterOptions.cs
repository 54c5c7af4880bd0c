using System.Security.Cryptography;
using System.Text;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Adapters.Local.Secrets;

namespace Orchestrator.Adapters.Local;

/// <summary>What the server allows plans to use on its own machine, and where it keeps its state.</summary>
public sealed class LocalAdapterOptions
{
    /// <summary>The folder for the state of started processes. Only the server's user should be able to write it.</summary>
    /// <value><c>.orchestrator</c> in the current folder by default.</value>
    public string StateFolder { get; set; } = Path.GetFullPath(".orchestrator");

    /// <summary>The file of the ledger.</summary>
    /// <value><see langword="null"/> by default: <c>ledger.db</c> in <see cref="StateFolder"/>.</value>
    public string? LedgerPath { get; set; }

    /// <summary>The commands that plans may run, by name.</summary>
    /// <value>None by default: a plan that arrives over HTTP never runs anything that this does not name.</value>
    public IDictionary<string, AllowedCommand> AllowedCommands { get; } = new Dictionary<string, AllowedCommand>(StringComparer.Ordinal);

    /// <summary>The systemd units that plans may start and stop: full names, with <c>*</c> and <c>?</c> as wildcards.</summary>
    /// <value>None by default.</value>
    public IList<string> AllowedUnits { get; } = [];

    /// <summary>The program that manages systemd.</summary>
    /// <value><c>/usr/bin/systemctl</c> by default.</value>
    public string SystemctlPath { get; set; } = "/usr/bin/systemctl";

    /// <summary>The program that sends updates to name servers.</summary>
    /// <value><c>/usr/bin/nsupdate</c> by default.</value>
    public string NsupdatePath { get; set; } = "/usr/bin/nsupdate";

    /// <summary>The hosts that plans may call over HTTP and the name servers that they may update, with <c>*</c> and <c>?</c> as wildcards.</summary>
    /// <value>None by default, which allows every host but the clouds' metadata services; those are always refused.</value>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>The secrets that plans may refer to.</summary>
    public SecretsOptions Secrets { get; } = new();

    /// <summary>Keeps the processes of two hubs on one machine apart.</summary>
    internal string HubMark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(StateFolder))))[..8];
}
