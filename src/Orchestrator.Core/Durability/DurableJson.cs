using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Core.Durability;

/// <summary>The one JSON dialect of histories, statuses, the API and the command line.</summary>
public static class DurableJson
{
    /// <summary>camelCase names, enums as camelCase strings, ISO 8601 durations, no nulls.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Serializes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>JSON, or <see langword="null"/> for <see langword="null"/>.</returns>
    public static string? Write(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>Deserializes a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="json">JSON, or <see langword="null"/>.</param>
    /// <returns>The value, or the default of <typeparamref name="T"/> for <see langword="null"/>.</returns>
    /// <exception cref="JsonException">The JSON is not of that type.</exception>
    public static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new Iso8601DurationConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
