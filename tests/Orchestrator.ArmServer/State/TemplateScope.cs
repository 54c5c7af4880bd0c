using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What expressions of a template can see.</summary>
internal sealed class TemplateScope(string scopeId, string location, JsonObject template, JsonObject parameters)
{
    /// <summary>The subscription or group that is deployed to.</summary>
    public string ScopeId => scopeId;

    public string Location => location;

    public JsonNode? Call(string function, IReadOnlyList<JsonNode?> arguments) => function.ToUpperInvariant() switch
    {
        "PARAMETERS" => Parameter(Text(arguments[0])),
        "VARIABLES" => new TemplateExpression(this).Evaluate(template.At("variables", Text(arguments[0]))),
        "CONCAT" => string.Concat(arguments.Select(Text)),
        "RESOURCEGROUP.LOCATION" or "DEPLOYMENT.LOCATION" => location,
        "RESOURCEGROUP.NAME" => new ArmPath(scopeId).Group,
        "SUBSCRIPTION.SUBSCRIPTIONID" => new ArmPath(scopeId).Subscription,
        "RESOURCEID" => ResourceId(scopeId, Text(arguments[0]), [.. arguments.Skip(1).Select(Text)]),
        "SUBSCRIPTIONRESOURCEID" => ResourceId($"/subscriptions/{new ArmPath(scopeId).Subscription}", Text(arguments[0]), [.. arguments.Skip(1).Select(Text)]),
        _ => throw ArmErrorException.Bad($"The test server does not know the template function '{function}'.", "InvalidTemplate"),
    };

    public JsonNode? Parameter(string name)
    {
        var declared = template.At("parameters", name) ?? throw ArmErrorException.Bad($"The template parameter '{name}' is not found.", "InvalidTemplate");
        if (parameters.At(name) is JsonObject given && given.ContainsKey("value"))
            return given["value"]?.DeepClone();
        return declared.At("defaultValue") is { } value ? new TemplateExpression(this).Evaluate(value)
            : throw ArmErrorException.Bad($"The value for the template parameter '{name}' is not provided.", "InvalidTemplate");
    }

    /// <summary>The id of a resource by its type and the names of it and its parents.</summary>
    public static string ResourceId(string scope, string type, IReadOnlyList<string> names)
    {
        var types = type.Split('/');
        if (types.Length - 1 != names.Count)
            throw ArmErrorException.Bad($"The type '{type}' does not go with {names.Count} names.", "InvalidTemplate");
        if (type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
            return $"/subscriptions/{new ArmPath(scope).Subscription}/resourceGroups/{names[0]}";
        return $"{scope}/providers/{types[0]}/{string.Join('/', types.Skip(1).Zip(names, (kind, name) => $"{kind}/{name}"))}";
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "";
}
