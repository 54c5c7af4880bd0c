using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Every resource, by its id, which knows no case.</summary>
internal sealed class ResourceStore
{
    private readonly Dictionary<string, ArmResource> _resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    public IEnumerable<ArmResource> All => _order.Select(id => _resources[id]);

    public ArmResource? Find(string? id) => id is null ? null : _resources.GetValueOrDefault(id.TrimEnd('/'));

    public ArmResource Get(string? id) => Find(id) ?? throw ArmErrorException.NotFound(id ?? "(none)");

    public ArmResource Add(string id, string type, string name, JsonObject body)
    {
        var resource = new ArmResource(id, type, name, body);
        if (!_resources.ContainsKey(id))
            _order.Add(id);
        _resources[id] = resource;
        return resource;
    }

    public void Remove(string id)
    {
        foreach (var inside in All.Where(resource => IsInside(resource.Id, id)).Select(resource => resource.Id).ToList())
        {
            _resources.Remove(inside);
            _order.RemoveAll(known => known.Equals(inside, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Those of a type in a scope: a subscription, a group or a parent.</summary>
    public IEnumerable<ArmResource> List(string scope, string type) =>
        All.Where(resource => resource.Type.Equals(type, StringComparison.OrdinalIgnoreCase) && IsInside(resource.Id, scope));

    public IEnumerable<ArmResource> In(string scope) => All.Where(resource => IsInside(resource.Id, scope));

    private static bool IsInside(string id, string scope) =>
        id.StartsWith(scope, StringComparison.OrdinalIgnoreCase) && (id.Length == scope.Length || id[scope.Length] == '/');
}
