using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>
/// Resolves the values of a template's parameters. What may be a secret goes only where Azure keeps it secret: a plain
/// parameter is shown to everybody who may read the deployment.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="scope">The step.</param>
internal sealed partial class TemplateParameters(JsonElement template, StepScope scope)
{
    /// <summary>Resolves them.</summary>
    /// <param name="settings">The plan's keys.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The parameters as Azure takes them. May hold secrets.</returns>
    /// <exception cref="AdapterException">The template has no such parameter, a secret would be shown, or there is none.</exception>
    public async Task<JsonObject> ResolveAsync(TemplateSettings settings, CancellationToken cancellation)
    {
        var values = settings.Parameters.ToDictionary();
        foreach (var (name, value) in scope.IsRehearsal ? settings.RehearsalParameters : new Dictionary<string, JsonElement>())
            values[name] = value;
        var resolved = new JsonObject();
        foreach (var (name, value) in values)
            resolved[name] = new JsonObject { ["value"] = await ResolveAsync(value, name, IsSecret(name), cancellation) };
        return resolved;
    }

    private bool IsSecret(string name)
    {
        var declared = template.Find("parameters")?.EnumerateObject().Where(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (declared is not [var parameter])
            throw new AdapterException("the template has no such parameter", $"parameter '{name}'", "Correct the name under 'parameters', or declare it in the template", isTransient: false);
        return parameter.Value.Text("type")?.StartsWith("secure", StringComparison.OrdinalIgnoreCase) == true;
    }

    private async Task<JsonNode?> ResolveAsync(JsonElement value, string name, bool isSecret, CancellationToken cancellation)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return await ResolveAsync(value.GetString()!, name, isSecret, cancellation);
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in value.EnumerateArray())
                    items.Add(await ResolveAsync(item, name, isSecret, cancellation));
                return items;
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                    members[member.Name] = await ResolveAsync(member.Value, name, isSecret, cancellation);
                return members;
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    private async Task<string> ResolveAsync(string value, string name, bool isSecret, CancellationToken cancellation)
    {
        if (!isSecret && MayBeSecret().IsMatch(value))
            throw new AdapterException("its value may be a secret, and the template would show it to everybody who may read the deployment",
                $"parameter '{name}'", "Declare it in the template as secureString (in Bicep: @secure()), or write the value itself", isTransient: false);
        return await scope.ExpandAsync(value, cancellation);
    }

    [GeneratedRegex(@"\A(env|file|keyvault):|\{(source|target):", RegexOptions.CultureInvariant)]
    private static partial Regex MayBeSecret();
}
