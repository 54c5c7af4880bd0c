using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Testing.Arm;

/// <summary>Lists of resources of every type: what is in them, and the few filters that are known.</summary>
internal static partial class ResourceFilter
{
    private static readonly string[] Shown = ["id", "name", "type", "location", "tags", "sku", "kind", "managedBy", "plan", "identity"];

    // Parts and extensions of another resource or of the group, and what is no resource at all.
    public static bool IsListed(ArmResource resource) =>
        resource.Type.Split('/').Length == 2 && resource.Id.Split("/providers/").Length == 2 && !resource.Type.StartsWith("Microsoft.Authorization/", StringComparison.OrdinalIgnoreCase)
        && !resource.Type.StartsWith("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase)
        && !resource.Type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase);

    public static JsonObject Summary(ArmResource resource) => new(resource.Body
        .Where(pair => Shown.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    public static bool Matches(ArmCall call, ArmResource resource)
    {
        if (!call.Query.TryGetValue("$filter", out var filter) || filter.Length == 0)
            return true;
        var terms = Term().Matches(filter).ToLookup(term => term.Groups[1].Value, term => term.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
        if (terms.Count == 0)
            throw ArmErrorException.Bad($"The filter '{filter}' is not known to the test server.", "InvalidFilterInQueryString");
        return terms.All(term => term.Key.ToUpperInvariant() switch
        {
            "TAGNAME" => resource.Body.At("tags", term.First()) is not null,
            "TAGVALUE" => resource.Body.Text("tags", terms["tagName"].FirstOrDefault() ?? "") == term.First(),
            "RESOURCETYPE" => term.Any(type => resource.Type.Equals(type, StringComparison.OrdinalIgnoreCase)),
            "NAME" => term.Any(name => resource.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
            _ => throw ArmErrorException.Bad($"The filter '{filter}' is not known to the test server.", "InvalidFilterInQueryString"),
        });
    }

    [GeneratedRegex(@"(\w+) eq '([^']*)'")]
    private static partial Regex Term();
}
