using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A store of App Configuration: settings by key and label, with etags.</summary>
internal sealed class AppConfigurationPlane
{
    private readonly SortedDictionary<string, JsonObject> _settings = new(StringComparer.Ordinal);

    public static bool Owns(string path) => path == "/kv" || path.StartsWith("/kv/", StringComparison.Ordinal);

    public ArmAnswer Handle(ArmCall call)
    {
        if (call.RawPath == "/kv")
            return List(call);
        var (key, label) = (call.RawPath["/kv/".Length..], LabelOf(call));
        var existing = _settings.GetValueOrDefault(Id(key, label));
        if (call.Method == "GET")
            return existing is null ? new ArmAnswer(404) : Shown(existing);
        Preconditions.Check(call, existing.Text("etag"));
        if (call.Method == "DELETE")
        {
            _settings.Remove(Id(key, label));
            return existing is null ? new ArmAnswer(204) : Shown(existing);
        }

        if (call.Method != "PUT")
            throw new ArmErrorException(405, "MethodNotAllowed", "No such method on a setting.");
        var setting = new JsonObject
        {
            ["etag"] = Guid.NewGuid().ToString("N"),
            ["key"] = key,
            ["label"] = label,
            ["content_type"] = call.Body["content_type"]?.DeepClone(),
            ["value"] = call.Body["value"]?.DeepClone(),
            ["tags"] = call.Body["tags"]?.DeepClone() ?? new JsonObject(),
            ["locked"] = false,
            ["last_modified"] = call.World.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
        };
        _settings[Id(key, label)] = setting;
        return Shown(setting);
    }

    private ArmAnswer List(ArmCall call)
    {
        var (key, label) = (call.Query.GetValueOrDefault("key", "*"), call.Query.GetValueOrDefault("label", "*"));
        var found = _settings.Values.Where(setting => Matches(setting.Text("key")!, key) && Matches(setting.Text("label") ?? "\0", label));
        return new ArmAnswer(200, new JsonObject { ["items"] = new JsonArray([.. found.Select(setting => (JsonNode)setting.Clone())]) });
    }

    private static bool Matches(string text, string pattern) =>
        pattern.EndsWith('*') ? text.StartsWith(pattern[..^1], StringComparison.Ordinal) : text == pattern;

    // No label is written as nothing at all or as the character zero.
    private static string? LabelOf(ArmCall call) => call.Query.GetValueOrDefault("label") is { Length: > 0 } label && label != "\0" ? label : null;

    private static string Id(string key, string? label) => $"{key}\n{label}";

    private static ArmAnswer Shown(JsonObject setting) =>
        new ArmAnswer(200, setting.Clone()).With("ETag", $"\"{setting.Text("etag")}\"").With("Content-Type", "application/vnd.microsoft.appconfig.kv+json; charset=utf-8");
}
