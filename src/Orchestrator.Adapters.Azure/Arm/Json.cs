using System.Text.Json;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Reads the JSON of answers without caring whether what is asked for is there.</summary>
internal static class Json
{
    /// <summary>Finds a value.</summary>
    /// <param name="element">Where to begin; may be undefined.</param>
    /// <param name="path">The names on the way, compared exactly.</param>
    /// <returns>The value; <see langword="null"/> when it is missing or null.</returns>
    public static JsonElement? Find(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    /// <summary>Finds a text.</summary>
    /// <param name="element">Where to begin; may be undefined.</param>
    /// <param name="path">The names on the way, compared exactly.</param>
    /// <returns>The text; <see langword="null"/> when it is missing or none.</returns>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Finds the items of an array.</summary>
    /// <param name="element">Where to begin; may be undefined.</param>
    /// <param name="path">The names on the way, compared exactly.</param>
    /// <returns>The items; none when the array is missing.</returns>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>Parses a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What it says; undefined when it is no JSON.</returns>
    public static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
