using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Cli;

/// <summary>One call of a verb: what was written on the command line, and where the answer goes.</summary>
internal sealed record Verb(ParseResult Parsed, CliHost Host)
{
    private static readonly JsonSerializerOptions Readable = new(DurableJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => Parsed.GetValue(CliOptions.Json);

    public ApiClient Connect() => new(ServerConnection.Resolve(Parsed, Host), Host);

    /// <summary>Prints the answer as JSON or as lines.</summary>
    public void Answer(object value, params IEnumerable<string> lines)
    {
        if (IsJson)
            Host.Out.WriteLine(JsonSerializer.Serialize(value, Readable));
        else
            Print(lines);
    }

    public void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Host.Out.WriteLine(line);
    }
}
