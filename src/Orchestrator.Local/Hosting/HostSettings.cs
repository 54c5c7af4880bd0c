using System.Text.Json;

namespace Orchestrator.Local.Hosting;

/// <summary>
/// Reads what the Functions host reads: <c>host.json</c> for the hub's name, concurrency and version, and the
/// <c>Values</c> of <c>local.settings.json</c>, which environment variables override.
/// </summary>
internal static class HostSettings
{
    private const string DurableTask = "extensions:durableTask:";

    private static readonly (string From, string To)[] Names =
    [
        (DurableTask + "hubName", nameof(ServerOptions.HubName)),
        (DurableTask + "maxConcurrentActivityFunctions", nameof(ServerOptions.MaxParallelActivities)),
        (DurableTask + "maxConcurrentOrchestratorFunctions", nameof(ServerOptions.MaxParallelOrchestrations)),
        (DurableTask + "defaultVersion", nameof(ServerOptions.DefaultVersion)),
    ];

    /// <summary>Reads the settings in a folder.</summary>
    /// <param name="folder">Where host.json and local.settings.json may lie.</param>
    /// <param name="overrides">Settings from the command line, which win.</param>
    public static IConfigurationRoot Read(string folder, IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var values = LocalValues(Path.Combine(folder, "local.settings.json"));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(values).AddEnvironmentVariables().Build();
        var host = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, "host.json"), optional: true).Build();
        return new ConfigurationBuilder()
            .AddInMemoryCollection(FromHost(host, settings))
            .AddInMemoryCollection(values)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides)
            .Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> FromHost(IConfiguration host, IConfiguration settings) => Names
        .Select(name => KeyValuePair.Create($"Orchestrator:{name.To}", Expand(host[name.From], settings)))
        .Where(pair => !string.IsNullOrEmpty(pair.Value));

    // %NAME% stands for a setting, as in the Functions host.
    private static string? Expand(string? value, IConfiguration settings) =>
        value is ['%', .. var name, '%'] ? settings[name] : value;

    private static Dictionary<string, string?> LocalValues(string path)
    {
        if (!File.Exists(path))
            return [];
        using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return document.RootElement.TryGetProperty("Values", out var values)
            ? values.EnumerateObject().ToDictionary(value => value.Name.Replace("__", ":", StringComparison.Ordinal), value => (string?)value.Value.ToString())
            : [];
    }
}
