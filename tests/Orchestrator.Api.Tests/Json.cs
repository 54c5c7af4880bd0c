using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Api.Tests;

/// <summary>Short ways to send and to read JSON.</summary>
internal static class Json
{
    public static StringContent Body(string json, string mediaType = "application/json") => new(json, Encoding.UTF8, mediaType);

    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public static string? Text(this JsonNode node, string member) => node[member]?.ToString();
}
