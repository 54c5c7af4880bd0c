using System.Text.Json.Nodes;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What a deployment or its preview is asked for with. May hold secrets: it is sent, and kept nowhere.</summary>
internal static class TemplateRequest
{
    /// <summary>Makes the properties of a deployment.</summary>
    /// <param name="place">Where to.</param>
    /// <param name="content">What.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The properties.</returns>
    public static async Task<JsonObject> PropertiesAsync(TemplatePlace place, TemplateContent content, CancellationToken cancellation)
    {
        var properties = new JsonObject
        {
            ["mode"] = "Incremental", // the other mode removes what the template does not name
            ["parameters"] = await new TemplateParameters(content.Template, place.Arm.Scope).ResolveAsync(place.Settings, cancellation),
        };
        if (content.SpecId is { } spec)
            properties["templateLink"] = new JsonObject { ["id"] = spec };
        else
            properties["template"] = JsonNode.Parse(content.Template.GetRawText());
        return properties;
    }
}
