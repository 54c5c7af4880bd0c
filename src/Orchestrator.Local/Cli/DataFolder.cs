namespace Orchestrator.Local.Cli;

/// <summary>Where a server on this machine keeps its files.</summary>
internal sealed record DataFolder(string Path)
{
    /// <summary>The folder that <c>serve</c> uses when it is given none: <c>~/.orchestrator</c>.</summary>
    public static DataFolder Of(CliHost host, string? named) =>
        new(System.IO.Path.GetFullPath(named ?? host.Environment("ORCHESTRATOR_DATA") ?? System.IO.Path.Combine(host.HomeFolder, ".orchestrator")));

    /// <summary>The hashes of the keys.</summary>
    public string KeysPath => System.IO.Path.Combine(Path, "keys.json");

    /// <summary>The key of the first administrator, which only its owner can read.</summary>
    public string AdminKeyPath => System.IO.Path.Combine(Path, "admin.key");
}
