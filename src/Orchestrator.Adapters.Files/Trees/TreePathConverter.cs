using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Writes a path as text, or as <c>{"base64":"…"}</c> when it is not UTF-8.</summary>
internal sealed class TreePathConverter : JsonConverter<TreePath>
{
    private static readonly JsonEncodedText Base64 = JsonEncodedText.Encode("base64");

    /// <inheritdoc/>
    public override TreePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new TreePath(Encoding.UTF8.GetBytes(reader.GetString()!));
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A path is a text or { base64 }.");
        reader.Read();
        if (!reader.ValueTextEquals(Base64.EncodedUtf8Bytes)) throw new JsonException("A path is a text or { base64 }.");
        reader.Read();
        var bytes = reader.GetBytesFromBase64();
        reader.Read();
        return new TreePath(bytes);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TreePath value, JsonSerializerOptions options)
    {
        if (Utf8.IsValid(value.Bytes))
        {
            writer.WriteStringValue(value.Bytes);
            return;
        }
        writer.WriteStartObject();
        writer.WriteBase64String(Base64, value.Bytes);
        writer.WriteEndObject();
    }
}
