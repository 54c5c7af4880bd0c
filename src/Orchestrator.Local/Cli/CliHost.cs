using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Cli;

/// <summary>What the verbs need from the outside; tests give their own.</summary>
internal sealed record CliHost
{
    /// <summary>Where answers go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors and hints go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal, where lines can be drawn over.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Whether <see cref="Out"/> shows more than ASCII.</summary>
    public required bool IsUnicode { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string HomeFolder { get; init; }

    /// <summary>The adapters that plans are validated with; made only by the verbs that need them.</summary>
    public required Func<AdapterCatalog> Catalog { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Sends requests.</summary>
    public Func<HttpMessageHandler> Handler { get; init; } = () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>The host of this process.</summary>
    public static CliHost ForProcess(Func<AdapterCatalog> catalog) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected && System.Environment.GetEnvironmentVariable("TERM") is not "dumb",
        IsUnicode = Console.OutputEncoding.WebName is "utf-8",
        Environment = System.Environment.GetEnvironmentVariable,
        HomeFolder = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
        Catalog = catalog,
    };
}
