using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>A key-value of a store; also what a migration keeps of one before it changes it.</summary>
/// <param name="Value">Its value.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="ETag">Its version, when it was read.</param>
internal sealed record StoredValue(string Value, string? ContentType, JsonElement Tags, string ETag)
{
    /// <summary>Reads an answer.</summary>
    public static StoredValue Of(JsonElement body) =>
        new(body.Text("value") ?? "", body.Text("content_type"), body.Find("tags") ?? JsonSerializer.SerializeToElement(new JsonObject()), body.Text("etag") ?? "");

    /// <summary>Whether all but the version is the same.</summary>
    public bool IsSameAs(StoredValue? other) => other is not null && Value == other.Value && ContentType == other.ContentType && JsonElement.DeepEquals(Tags, other.Tags);

    /// <summary>What is sent to make it.</summary>
    public JsonObject ToBody() => new() { ["value"] = Value, ["content_type"] = ContentType, ["tags"] = JsonNode.Parse(Tags.GetRawText()) };
}
