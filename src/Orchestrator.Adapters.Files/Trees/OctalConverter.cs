using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Writes permissions the way <c>chmod</c> takes them: <c>"0644"</c>.</summary>
internal sealed class OctalConverter : JsonConverter<uint>
{
    private const int Octal = 8;

    /// <inheritdoc/>
    public override uint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return text is { Length: > 0 and <= 5 } && text.All(digit => digit is >= '0' and <= '7')
            ? Convert.ToUInt32(text, Octal)
            : throw new JsonException($"'{text}' are no permissions in octal.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, uint value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    /// <summary>Permissions for people.</summary>
    internal static string Format(uint mode) => Convert.ToString(mode, Octal).PadLeft(4, '0').ToString(CultureInfo.InvariantCulture);
}
