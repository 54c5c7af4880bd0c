using System.Text;
using Orchestrator.Core.Ports;
using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli;

/// <summary>Runs command lines and keeps what they print.</summary>
internal sealed class Terminal
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Dictionary<string, string> Environment { get; } = [];

    public string HomeFolder { get; init; } = Path.Combine(Path.GetTempPath(), "no-home");

    public Func<AdapterCatalog> Catalog { get; init; } = LocalCatalog.Create;

    public bool IsTerminal { get; init; }

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Host(), CommandLine.ClientVerbs);

    public CliHost Host() => new()
    {
        Out = new StringWriter(_out) { NewLine = "\n" },
        Error = new StringWriter(_error) { NewLine = "\n" },
        IsTerminal = IsTerminal,
        IsUnicode = true,
        Environment = name => Environment.GetValueOrDefault(name),
        HomeFolder = HomeFolder,
        Catalog = Catalog,
    };
}
