using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A template and its parameters, evaluated.</summary>
internal sealed class ArmTemplate
{
    private static readonly string[] Instructions = ["type", "apiVersion", "name", "dependsOn", "condition", "comments", "resourceGroup", "subscriptionId", "scope"];

    private readonly JsonObject _template;
    private readonly TemplateScope _scope;

    public ArmTemplate(string scopeId, string location, JsonObject template, JsonObject parameters)
    {
        _template = template;
        _scope = new TemplateScope(scopeId, location, template, parameters);
        if (template["resources"] is not JsonArray and not JsonObject || template["$schema"] is null)
            throw ArmErrorException.Bad("The template has no resources or no $schema.", "InvalidTemplate");
        foreach (var (name, _) in parameters)
            _scope.Parameter(name);
        Parameters = Values("parameters", (declared, name) => _scope.Parameter(name));
        Targets = [.. Resources(template).SelectMany(resource => Evaluate(resource))];
    }

    /// <summary>Every parameter with its type and value.</summary>
    public JsonObject Parameters { get; }

    /// <summary>What is to be there afterwards: ids and bodies.</summary>
    public IReadOnlyList<TemplateTarget> Targets { get; }

    public JsonObject Outputs() => Values("outputs", (declared, _) => new TemplateExpression(_scope).Evaluate(declared["value"]));

    private static IEnumerable<JsonObject> Resources(JsonObject template) => template["resources"] is JsonObject named
        ? named.Select(pair => pair.Value).OfType<JsonObject>()
        : template.Items("resources");

    private JsonObject Values(string section, Func<JsonObject, string, JsonNode?> value)
    {
        var values = new JsonObject();
        foreach (var (name, declared) in _template[section] as JsonObject ?? [])
        {
            var isSecret = declared.Text("type")?.StartsWith("secure", StringComparison.OrdinalIgnoreCase) == true;
            values[name] = new JsonObject { ["type"] = declared.Text("type") };
            if (!isSecret)
                values[name]!["value"] = value((JsonObject)declared!, name);
        }

        return values;
    }

    private IEnumerable<TemplateTarget> Evaluate(JsonObject resource)
    {
        var isNested = resource.Text("type") == "Microsoft.Resources/deployments";
        var header = (JsonObject)new TemplateExpression(_scope).Evaluate(isNested ? Without(resource, "properties") : resource)!;
        if (header.ContainsKey("condition") && !header.IsTrue("condition"))
            return [];
        var scope = header.Text("resourceGroup") is { } group ? $"/subscriptions/{new ArmPath(_scope.ScopeId).Subscription}/resourceGroups/{group}" : _scope.ScopeId;
        if (isNested)
            return Nested(resource, scope);
        var type = header.Text("type") ?? "";
        var id = TemplateScope.ResourceId(scope, type, (header.Text("name") ?? "").Split('/'));
        return [new TemplateTarget(id, header.Text("apiVersion") ?? "", Without(header, Instructions))];
    }

    private IReadOnlyList<TemplateTarget> Nested(JsonObject resource, string scope)
    {
        var given = (JsonObject)new TemplateExpression(_scope).Evaluate(resource.At("properties", "parameters") ?? new JsonObject())!;
        var template = resource.At("properties", "template") as JsonObject ?? throw ArmErrorException.Bad("A nested deployment has no template.", "InvalidTemplate");
        return new ArmTemplate(scope, _scope.Location, template.Clone(), given).Targets;
    }

    private static JsonObject Without(JsonObject source, params string[] names) => new(source
        .Where(pair => !names.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
