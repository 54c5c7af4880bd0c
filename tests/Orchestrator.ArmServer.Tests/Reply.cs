using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>An answer, read.</summary>
public sealed record Reply(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string? Code => this["error", "code"]?.GetValue<string>();

    public JsonNode? this[params string[] names] => Json.At(Body, names);
}
