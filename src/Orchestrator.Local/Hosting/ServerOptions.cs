using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Local.Commands;
using Orchestrator.Api;

namespace Orchestrator.Local.Hosting;

/// <summary>The settings of the embedded host: section <c>Orchestrator</c> of the configuration.</summary>
public sealed class ServerOptions : IValidatableObject
{
    /// <summary>The folder for the hub, the ledger, keys and work.</summary>
    /// <value><c>.orchestrator</c> in the user's home folder by default.</value>
    [Required]
    public string DataFolder { get; set; } = DefaultDataFolder;

    /// <summary>Where the API listens.</summary>
    /// <value><c>http://127.0.0.1:7071</c> by default, the port of the Functions host.</value>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:7071";

    /// <summary>Where people reach this host, for the links in notifications, for example <c>https://orchestrator.contoso.example</c>.</summary>
    /// <value>None by default: a link is the path of a page then.</value>
    [PublicUrl]
    public Uri? PublicUrl { get; set; }

    /// <summary>The name of the hub: its file is <c>NAME.db</c> in the data folder. From host.json when that gives one.</summary>
    /// <value><c>orchestrator</c> by default.</value>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{2,44}$", ErrorMessage = "A hub name has 3 to 45 letters and digits and begins with a letter.")]
    public string HubName { get; set; } = "orchestrator";

    /// <summary>How many activities run at the same time at most. From host.json when that gives one.</summary>
    /// <value>64 by default.</value>
    [Range(1, 10_000)]
    public int MaxParallelActivities { get; set; } = 64;

    /// <summary>How many orchestrations run their code at the same time at most. From host.json when that gives one.</summary>
    /// <value>8 by default.</value>
    [Range(1, 1_000)]
    public int MaxParallelOrchestrations { get; set; } = 8;

    /// <summary>The version of new orchestrations. From host.json when that gives one.</summary>
    /// <value>Empty by default.</value>
    public string DefaultVersion { get; set; } = "";

    /// <summary>How the steps of new migrations are tried again after transient errors, for example while a store is down.</summary>
    /// <value>8 attempts, 2 to 30 seconds apart, by default: an outage of two minutes is bridged.</value>
    public RetryOptions StepRetry { get; } = new();

    /// <summary>How the undos of new migrations are tried again after any error, before an operator is needed.</summary>
    /// <value>10 attempts, 2 seconds to a minute apart, by default: an outage of five minutes is bridged.</value>
    public RetryOptions UndoRetry { get; } = new() { MaxAttempts = 10, MaxDelay = TimeSpan.FromMinutes(1) };

    /// <summary>The commands that plans may run, by name. None by default.</summary>
    public Dictionary<string, AllowedCommand> AllowedCommands { get; } = new(StringComparer.Ordinal);

    /// <summary>The systemd units that plans may start and stop. None by default.</summary>
    public List<string> AllowedUnits { get; } = [];

    /// <summary>The hosts that plans may call over HTTP. Every host but metadata services by default.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>The environment variables that plans may refer to. None by default.</summary>
    public List<string> AllowedEnvironment { get; } = [];

    /// <summary>The folders whose files plans may refer to as secrets. None by default.</summary>
    public List<string> AllowedSecretFolders { get; } = [];

    /// <summary>The key vaults that plans may refer to, as hosts such as <c>contoso.vault.azure.net</c>, with <c>*</c> and <c>?</c>. None by default.</summary>
    public List<string> AllowedVaults { get; } = [];

    /// <summary>How Azure is reached. Its public cloud with the host's own identity by default.</summary>
    public AzureAdapterOptions Azure { get; } = new();

    /// <summary>A drill: steps that fail after their work is done, to see a rollback. None by default.</summary>
    public List<string> FailSteps { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. Validate(nameof(StepRetry), StepRetry), .. Validate(nameof(UndoRetry), UndoRetry)];

    private static IEnumerable<ValidationResult> Validate(string section, RetryOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true);
        return problems.Select(problem => new ValidationResult($"{section}: {problem.ErrorMessage}", [section]));
    }

    internal static string DefaultDataFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".orchestrator");

    internal string HubPath => Path.Combine(DataFolder, $"{HubName}.db");

    internal string LedgerPath => Path.Combine(DataFolder, $"{HubName}.ledger.db");

    internal string KeysPath => Path.Combine(DataFolder, "keys.json");
}
