using System.CommandLine;

namespace Orchestrator.Local.Cli;

/// <summary>The options that several verbs have.</summary>
internal static class CliOptions
{
    public static Option<string?> Url { get; } = new("--url") { Description = "The server; ORCHESTRATOR_URL or http://127.0.0.1:7071 by default.", Recursive = true };

    public static Option<string?> Key { get; } = new("--key") { Description = "The key; ORCHESTRATOR_KEY by default, on this machine the server's own admin key.", Recursive = true };

    public static Option<string?> Data { get; } = new("--data") { Description = "The data folder of a server on this machine; ORCHESTRATOR_DATA or ~/.orchestrator by default.", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON for programs.", Recursive = true };

    public static Argument<FileInfo> Plan() => new("plan") { Description = "The plan file (YAML or JSON)." };

    public static Argument<string> Id() => new("id") { Description = "The migration; 'orchestrator list' shows them." };

    public static Option<string?> Comment(string description) => new("--comment") { Description = description };

    public static Option<bool> Watch() => new("--watch") { Description = "Show every step as it happens, until users are on the target or everything is back." };

    public static Option<bool> NoWait() => new("--no-wait") { Description = "With --watch: end with exit code 4 when the migration waits for a person." };
}
