using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Durable;

/// <summary>
/// Everything crosses the runtime as JSON that we wrote ourselves, so that histories and statuses hold the product's one
/// dialect, however the worker's serializer is set.
/// </summary>
internal static class JsonElements
{
    /// <summary>The JSON of nothing.</summary>
    public static JsonElement Null { get; } = JsonSerializer.SerializeToElement<object?>(null);

    /// <summary>A value as JSON.</summary>
    public static JsonElement? Of(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, value.GetType(), DurableJson.Options);

    /// <summary>JSON as text.</summary>
    public static string? Text(JsonElement? json) =>
        json is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } element ? element.GetRawText() : null;

    /// <summary>A value from JSON.</summary>
    public static T? To<T>(JsonElement? json) => DurableJson.Read<T>(Text(json));
}
