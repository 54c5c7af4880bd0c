using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>The secrets of a vault, with their versions.</summary>
internal sealed class KeyVaultPlane
{
    private readonly Dictionary<string, List<JsonObject>> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public static bool Owns(string path) => path == "/secrets" || path.StartsWith("/secrets/", StringComparison.Ordinal);

    public ArmAnswer Handle(ArmCall call)
    {
        var segments = call.RawPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (name, version) = (segments.ElementAtOrDefault(1), segments.ElementAtOrDefault(2));
        return (call.Method, name) switch
        {
            ("GET", null) => List(),
            ("PUT", { } set) => Put(call, set),
            ("GET", { } get) => new ArmAnswer(200, Find(get, version).Clone()),
            ("DELETE", { } delete) => Delete(call, delete),
            _ => throw new ArmErrorException(405, "MethodNotAllowed", "No such method on a secret."),
        };
    }

    private ArmAnswer Put(ArmCall call, string name) =>
        new(200, Set(call, name, call.Body.Text("value") ?? throw ArmErrorException.Bad("The secret has no value.", "BadParameter")).Clone());

    /// <summary>Adds a version of a secret.</summary>
    public JsonObject Set(ArmCall call, string name, string value)
    {
        var now = call.World.Now.ToUnixTimeSeconds();
        var bundle = new JsonObject
        {
            ["value"] = value,
            ["id"] = $"{call.World.Endpoint}secrets/{name}/{Guid.NewGuid():N}",
            ["attributes"] = new JsonObject { ["enabled"] = true, ["created"] = now, ["updated"] = now, ["recoveryLevel"] = "Recoverable+Purgeable" },
        };
        if (call.Body["tags"] is { } tags)
            bundle["tags"] = tags.DeepClone();
        if (call.Body.Text("contentType") is { } type)
            bundle["contentType"] = type;
        if (!_secrets.TryGetValue(name, out var versions))
            _secrets[name] = versions = [];
        versions.Add(bundle);
        return bundle;
    }

    private JsonObject Find(string name, string? version) =>
        (_secrets.GetValueOrDefault(name) ?? []).FindLast(bundle => version is null || bundle.Text("id")!.EndsWith("/" + version, StringComparison.Ordinal))
        ?? throw new ArmErrorException(404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault.");

    private ArmAnswer Delete(ArmCall call, string name)
    {
        var bundle = Find(name, null).Clone();
        _secrets.Remove(name);
        bundle.Remove("value");
        bundle["recoveryId"] = $"{call.World.Endpoint}deletedsecrets/{name}";
        return new ArmAnswer(200, bundle);
    }

    private ArmAnswer List()
    {
        var items = _secrets.Values.Select(versions => versions[^1].Clone()).ToList();
        foreach (var item in items)
        {
            item.Remove("value");
            item["id"] = item.Text("id")![..item.Text("id")!.LastIndexOf('/')];
        }

        return new ArmAnswer(200, new JsonObject { ["value"] = new JsonArray([.. items]) });
    }
}
