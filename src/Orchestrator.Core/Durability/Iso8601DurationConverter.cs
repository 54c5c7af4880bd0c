using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Orchestrator.Core.Durability;

/// <summary>Writes a <see cref="TimeSpan"/> as an ISO 8601 duration, for example <c>PT30S</c> or <c>P14D</c>.</summary>
public sealed class Iso8601DurationConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new JsonException($"'{text}' is not an ISO 8601 duration such as PT30S, PT4H or P14D.", error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
