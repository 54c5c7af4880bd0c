using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Adapters.Files.Interop;

namespace Orchestrator.Adapters.Files.Trees;

/// <summary>Writes a time of a file as seconds since 1970 with nine digits behind the point.</summary>
internal sealed class FileTimeConverter : JsonConverter<FileTime>
{
    /// <inheritdoc/>
    public override FileTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return FileTime.Parse(reader.GetString() ?? string.Empty);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FileTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
