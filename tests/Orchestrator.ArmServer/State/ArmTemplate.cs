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
        Steps = [.. Resources(template).SelectMany(Evaluate)];
    }

    /// <summary>Every parameter with its type and value.</summary>
    public JsonObject Parameters { get; }

    /// <summary>What the deployment itself does: resources, and deployments inside of it.</summary>
    public IReadOnlyList<TemplateTarget> Steps { get; }

    /// <summary>What is to be there afterwards, by it or a deployment inside of it: ids and bodies.</summary>
    public IReadOnlyList<TemplateTarget> Targets => [.. Steps.SelectMany(step => step.Inside?.Targets ?? [step])];

    /// <summary>Which step was told to wait for which.</summary>
    public JsonArray Dependencies() => new([.. Steps.Where(step => step.Needs.Count > 0).Select(step => (JsonNode)Shown(step.Id, new JsonArray([.. step.Needs.Select(Needed).Select(id => (JsonNode)Shown(id, null))])))]);

    // A dependency is an id, or the name of one.
    private string Needed(string need) => Steps.Select(step => step.Id).FirstOrDefault(id => id.Equals(need, StringComparison.OrdinalIgnoreCase) || id.EndsWith($"/{need}", StringComparison.OrdinalIgnoreCase))
        ?? throw ArmErrorException.Bad($"The resource '{need}' is not defined in the template.", "InvalidTemplate");

    private static JsonObject Shown(string id, JsonArray? needs)
    {
        var shown = new JsonObject { ["id"] = id, ["resourceType"] = new ArmPath(id).Type, ["resourceName"] = id.Split('/')[^1] };
        if (needs is not null)
            shown["dependsOn"] = needs;
        return shown;
    }

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
        var type = header.Text("type") ?? "";
        var owner = header.Text("scope") ?? scope;
        var id = TemplateScope.ResourceId(owner, type, (header.Text("name") ?? "").Split('/'));
        var needs = (header["dependsOn"] as JsonArray ?? []).Select(need => need!.GetValue<string>()).ToList();
        return [new TemplateTarget(id, header.Text("apiVersion") ?? "", Without(header, Instructions)) { Needs = needs, Inside = isNested ? Nested(resource, scope) : null }];
    }

    private ArmTemplate Nested(JsonObject resource, string scope)
    {
        // The other scope, where a nested template sees the parameters of the outer one, is not known here.
        if (resource.Text("properties", "expressionEvaluationOptions", "scope") != "inner")
            throw ArmErrorException.Bad("The test server knows nested templates with expressionEvaluationOptions.scope 'inner' alone, as Bicep makes them.", "InvalidTemplate");
        var given = (JsonObject)new TemplateExpression(_scope).Evaluate(resource.At("properties", "parameters") ?? new JsonObject())!;
        var template = resource.At("properties", "template") as JsonObject ?? throw ArmErrorException.Bad("A nested deployment has no template.", "InvalidTemplate");
        return new ArmTemplate(scope, _scope.Location, template.Clone(), given);
    }

    private static JsonObject Without(JsonObject source, params string[] names) => new(source
        .Where(pair => !names.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
