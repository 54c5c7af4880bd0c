using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What a deployment would change.</summary>
internal static class WhatIf
{
    public static JsonObject Result(ArmWorld world, string scope, ArmTemplate template, bool isComplete)
    {
        var changes = template.Targets.Select(target => Change(world, target)).ToList();
        foreach (var other in world.Resources.In(scope).Where(resource => ResourceFilter.IsListed(resource) && IsOther(template, resource)))
            changes.Add(new JsonObject { ["resourceId"] = other.Id, ["changeType"] = isComplete ? "Delete" : "Ignore", ["before"] = Shown(other.Body) });
        return new JsonObject
        {
            ["status"] = "Succeeded",
            ["properties"] = new JsonObject { ["changes"] = new JsonArray([.. changes]) },
        };
    }

    private static bool IsOther(ArmTemplate template, ArmResource resource) =>
        !template.Targets.Any(target => target.Id.Equals(resource.Id, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Change(ArmWorld world, TemplateTarget target)
    {
        var existing = world.Resources.Find(target.Id);
        var after = existing?.Body.Clone() ?? [];
        after.Merge(target.Body);
        after["id"] = existing?.Id ?? target.Id;
        var change = new JsonObject { ["resourceId"] = target.Id, ["after"] = Shown(after) };
        if (existing is null)
        {
            change["changeType"] = "Create";
            return change;
        }

        var delta = Delta("", existing.Body, target.Body).ToList();
        change["before"] = Shown(existing.Body);
        change["changeType"] = delta.Count == 0 ? "NoChange" : "Modify";
        if (delta.Count > 0)
            change["delta"] = new JsonArray([.. delta]);
        return change;
    }

    private static IEnumerable<JsonObject> Delta(string path, JsonObject before, JsonObject after)
    {
        foreach (var (name, wanted) in after)
        {
            var (here, old) = ($"{path}{name}", before[name]);
            if (wanted is JsonObject inner && old is JsonObject oldInner)
            {
                foreach (var change in Delta(here + ".", oldInner, inner))
                    yield return change;
            }
            else if (!JsonNode.DeepEquals(old, wanted))
            {
                yield return new JsonObject
                {
                    ["path"] = here,
                    ["propertyChangeType"] = old is null ? "Create" : "Modify",
                    ["before"] = old?.DeepClone(),
                    ["after"] = wanted?.DeepClone(),
                };
            }
        }
    }

    private static JsonObject Shown(JsonObject body)
    {
        var shown = body.Clone();
        (shown["properties"] as JsonObject)?.Remove("provisioningState");
        return shown;
    }
}
