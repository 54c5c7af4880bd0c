using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>Writes shapes as JSON Schema.</summary>
/// <param name="descriptions">What people read about each key.</param>
internal sealed class SchemaWriter(Descriptions descriptions)
{
    /// <summary>The largest whole number that every reader of JSON knows.</summary>
    private const decimal SafeInteger = 9007199254740991;

    /// <summary>Writes a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>Its schema.</returns>
    public JsonObject Write(Shape shape) => shape switch
    {
        ObjectShape wanted => WriteObject(wanted, kind: null),
        AdapterShape wanted => WriteAdapter(wanted),
        MapShape wanted => WriteMap(wanted),
        ListShape wanted => WriteList(wanted),
        BooleanShape => new JsonObject { ["type"] = "boolean" },
        NumberShape wanted => WriteNumber(wanted),
        TextShape wanted => WriteText(wanted),
        ChoiceShape wanted => new JsonObject { ["type"] = "string", ["enum"] = Words(wanted.Names) },
        DurationShape => new JsonObject { ["type"] = "string", ["pattern"] = Durations.Pattern, ["examples"] = Words(["PT30S", "PT4H", "P14D"]) },
        InstantShape => new JsonObject { ["type"] = "string", ["pattern"] = InstantPattern, ["examples"] = Words(["2026-12-05T22:00:00Z"]) },
        _ => [],
    };

    private const string InstantPattern = @"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})$";

    private JsonObject WriteObject(ObjectShape shape, string? kind)
    {
        var properties = new JsonObject();
        foreach (var property in shape.Properties)
        {
            properties[property.Name] = WriteProperty(property, property.Name == "kind" ? kind : null);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = shape.Properties.Where(property => property.IsRequired).Select(property => property.Name).ToList();
        if (required.Count > 0)
        {
            schema["required"] = Words(required);
        }

        return schema;
    }

    private JsonObject WriteProperty(PropertyShape property, string? kind)
    {
        var schema = kind is null ? Write(property.Shape) : new JsonObject { ["type"] = "string", ["enum"] = Words([kind]) };
        if (descriptions.Of(property.Member) is { } description)
        {
            schema["description"] = description;
        }

        if (property.Default is { } value and not JsonElement)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, value.GetType(), DurableJson.Options);
        }

        return schema;
    }

    // One closed object per kind, told apart by its one-word enum: every validator and editor understands that.
    private JsonObject WriteAdapter(AdapterShape shape) => new()
    {
        ["type"] = "object",
        ["required"] = Words(["kind"]),
        ["oneOf"] = new JsonArray([.. shape.Kinds.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => WriteObject(pair.Value, pair.Key))]),
    };

    private JsonObject WriteMap(MapShape shape) => shape.Keys is null
        ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Write(shape.Value) }
        : new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(shape.Keys.Select(key => KeyValuePair.Create(key, (JsonNode?)Write(shape.Value)))),
            ["additionalProperties"] = false,
        };

    private JsonObject WriteList(ListShape shape)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Write(shape.Item) };
        AddLimits(schema, "minItems", shape.MinimumCount, "maxItems", shape.MaximumCount);
        return schema;
    }

    private static JsonObject WriteText(TextShape shape)
    {
        var schema = new JsonObject { ["type"] = "string" };
        AddLimits(schema, "minLength", shape.MinimumLength, "maxLength", shape.MaximumLength);
        if (shape.Pattern is { } pattern)
        {
            schema["pattern"] = pattern.ToString();
        }

        return schema;
    }

    private static JsonObject WriteNumber(NumberShape shape)
    {
        var schema = new JsonObject { ["type"] = shape.IsInteger ? "integer" : "number" };
        if (shape.Minimum >= -SafeInteger)
        {
            schema["minimum"] = shape.Minimum;
        }

        if (shape.Maximum <= SafeInteger)
        {
            schema["maximum"] = shape.Maximum;
        }

        return schema;
    }

    private static void AddLimits(JsonObject schema, string minimumKey, int minimum, string maximumKey, int? maximum)
    {
        if (minimum > 0)
        {
            schema[minimumKey] = minimum;
        }

        if (maximum is not null)
        {
            schema[maximumKey] = maximum;
        }
    }

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
