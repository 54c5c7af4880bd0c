using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What is sent back.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body, if any.</param>
internal sealed record ArmAnswer(int Status, JsonNode? Body = null)
{
    /// <summary>The headers beside those of every answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A body that is no JSON.</summary>
    public string? Text { get; init; }

    /// <summary>A body that is no text.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>An answer in the form of Azure Resource Manager's errors.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">The error's message.</param>
    /// <returns>The answer.</returns>
    public static ArmAnswer Error(int status, string code, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    /// <summary>The same with one more header.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The answer.</returns>
    public ArmAnswer With(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };
}
