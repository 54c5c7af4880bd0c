using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Durable;

/// <summary>An instance in the words of the Durable Functions HTTP API, which writes nulls.</summary>
internal sealed record DurableInstance
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string InstanceId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string RuntimeStatus { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? Input { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? CustomStatus { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? Output { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string CreatedTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string LastUpdatedTime { get; init; }

    public IReadOnlyList<JsonObject>? HistoryEvents { get; init; }

    public static DurableInstance From(OrchestrationInstance instance, bool showInput) => new()
    {
        Name = instance.Name,
        InstanceId = instance.InstanceId,
        RuntimeStatus = instance.State.ToString(),
        Input = showInput ? Node(instance.InputJson) : null,
        CustomStatus = Node(instance.CustomStatusJson),
        Output = Node(instance.OutputJson) ?? instance.Failure?.Message,
        CreatedTime = Seconds(instance.CreatedAt),
        LastUpdatedTime = Seconds(instance.LastUpdatedAt),
    };

    internal static JsonNode? Node(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return JsonValue.Create(json); // the reason of a termination may be plain text
        }
    }

    private static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
