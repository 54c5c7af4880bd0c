using System.Text.Json.Nodes;

namespace Orchestrator.Api.Tests.Events;

/// <summary>One server-sent event, or a comment.</summary>
internal sealed record ServerEvent(string? Id, string Kind, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;
}
