using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Plans;

/// <summary>Identifies the content of a plan: the same for YAML and JSON, whatever the order of keys and the comments.</summary>
public static class PlanHash
{
    /// <summary>Computes the hash of a plan.</summary>
    /// <param name="plan">A valid plan.</param>
    /// <returns>The SHA-256 of the plan's canonical JSON as lower-case hexadecimal.</returns>
    public static string Compute(MigrationPlan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(plan))));

    /// <summary>Writes a plan so that equal plans are equal texts: keys in ordinal order, defaults written out, no spaces.</summary>
    /// <param name="plan">A valid plan.</param>
    /// <returns>JSON.</returns>
    public static string Canonical(MigrationPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(JsonSerializer.SerializeToElement(plan, DurableJson.Options), writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
