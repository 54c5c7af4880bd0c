using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>A template, and how Azure is told which.</summary>
/// <param name="Template">The template.</param>
/// <param name="SpecId">The id of the template spec that holds it; <see langword="null"/> when it is sent itself.</param>
internal sealed record TemplateContent(JsonElement Template, string? SpecId = null)
{
    /// <summary>The hash of the template, by which a change after the preview is seen.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Template.GetRawText())));

    /// <summary>Which version each resource type is deployed with.</summary>
    public Dictionary<string, string> ApiVersions()
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Collect(Template, "", versions);
        return versions;
    }

    private static void Collect(JsonElement parent, string prefix, Dictionary<string, string> versions)
    {
        foreach (var resource in Resources(parent))
        {
            if (resource.Text("type") is not { } type)
                continue;
            type = prefix + type;
            if (resource.Text("apiVersion") is { } version)
                versions[type] = version;
            Collect(resource, $"{type}/", versions);
            if (resource.Find("properties", "template") is { } nested)
                Collect(nested, "", versions);
        }
    }

    // Templates of language version 2.0 name their resources.
    private static IEnumerable<JsonElement> Resources(JsonElement parent) => parent.Find("resources") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } named => named.EnumerateObject().Select(pair => pair.Value),
        _ => [],
    };
}
