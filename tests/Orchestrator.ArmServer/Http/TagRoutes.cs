using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>The tags of any resource, group or subscription.</summary>
internal static class TagRoutes
{
    public static bool IsTags(ArmPath path) => path.Type.Equals("Microsoft.Resources/tags", StringComparison.OrdinalIgnoreCase) && path.Tail is null;

    public static ArmAnswer Handle(ArmCall call)
    {
        var resource = call.World.Resources.Get(call.Path.Scope);
        var tags = resource.Body["tags"] as JsonObject ?? [];
        var sent = call.Body.At("properties", "tags") as JsonObject ?? [];
        if (call.Method is "PUT" or "DELETE")
            tags = call.Method == "PUT" ? sent.Clone() : [];
        else if (call.Method == "PATCH")
            tags = Patched(tags.Clone(), sent, call.Body.Text("operation") ?? "");
        if (call.Method != "GET")
        {
            resource.Body["tags"] = tags.Clone();
            resource.Touch();
        }

        return call.Method == "DELETE" ? new ArmAnswer(200) : new ArmAnswer(200, new JsonObject
        {
            ["id"] = call.Path.Id,
            ["name"] = "default",
            ["type"] = "Microsoft.Resources/tags",
            ["properties"] = new JsonObject { ["tags"] = tags.Clone() },
        });
    }

    private static JsonObject Patched(JsonObject tags, JsonObject sent, string operation)
    {
        if (operation == "Replace")
            return sent.Clone();
        foreach (var (name, value) in sent)
        {
            if (operation == "Delete")
                tags.Remove(name);
            else
                tags[name] = value?.DeepClone();
        }

        return tags;
    }
}
