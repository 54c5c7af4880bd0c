using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Short words for what is done to JSON all the time.</summary>
internal static class Json
{
    /// <summary>The node at a path of names, if all of them are there.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node))
                return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> names) =>
        node.At(names) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> names) =>
        node.At(names) is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? (long)decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> names) =>
        node.At(names) is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.True;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> names) =>
        (node.At(names) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The object under a name, made when it is missing.</summary>
    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        child = [];
        parent[name] = child;
        return child;
    }

    public static JsonObject Clone(this JsonObject source) => (JsonObject)source.DeepClone();

    public static JsonArray ToArray(this IEnumerable<JsonNode?> nodes) => [.. nodes];

    /// <summary>Puts the parts of one object into another, as RFC 7396 says: null removes.</summary>
    public static void Merge(this JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner)
                target.Child(name).Merge(inner);
            else
                target[name] = value.DeepClone();
        }
    }

    public static string Time(this DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
