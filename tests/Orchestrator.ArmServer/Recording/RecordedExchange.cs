using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A request and its answer.</summary>
public sealed record RecordedExchange
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query.</summary>
    public required string Target { get; init; }

    /// <summary>The headers of the request, without the token.</summary>
    public required IReadOnlyDictionary<string, string> RequestHeaders { get; init; }

    /// <summary>The body of the request, empty for none.</summary>
    public required string RequestBody { get; init; }

    /// <summary>The status; 0 when the connection was dropped before anything happened.</summary>
    public int Status { get; init; }

    /// <summary>The headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> AnswerHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>The body of the answer, if any.</summary>
    public JsonNode? AnswerBody { get; init; }

    /// <summary>What went wrong on purpose, if anything.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?')[0];
}
