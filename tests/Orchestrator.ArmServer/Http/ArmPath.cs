namespace Orchestrator.Testing.Arm;

/// <summary>The path of a request, taken apart: a resource, or a resource (or a scope) and one more segment.</summary>
internal sealed class ArmPath
{
    private readonly string[] _segments;
    private readonly int _providers;

    /// <summary>Takes a path apart.</summary>
    /// <param name="path">The path, without its query.</param>
    public ArmPath(string path)
    {
        _segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _providers = Array.FindLastIndex(_segments, segment => Same(segment, "providers"));
        if (_providers >= 0)
            Split();
    }

    /// <summary>The segments of the path.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>The subscription, if the path names one.</summary>
    public string? Subscription => After("subscriptions");

    /// <summary>The resource group, if the path names one.</summary>
    public string? Group => After("resourceGroups");

    /// <summary>Whether a resource provider is named.</summary>
    public bool HasProvider => _providers >= 0;

    /// <summary>The namespace of the provider, for example <c>Microsoft.Compute</c>.</summary>
    public string Namespace { get; private set; } = "";

    /// <summary>The type of the resource, or of the parent of what <see cref="Tail"/> names; only the namespace when there is none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The name of the resource.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The last segment when it is no resource: a collection or an action.</summary>
    public string? Tail { get; private set; }

    /// <summary>The id of the resource, without <see cref="Tail"/>.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The id of the resource that this one is part of, if any.</summary>
    public string? ParentId { get; private set; }

    /// <summary>What the provider's resource belongs to: a subscription, a group or another resource.</summary>
    public string Scope => "/" + string.Join('/', _segments.Take(Math.Max(_providers, 0)));

    private void Split()
    {
        Namespace = _segments.ElementAtOrDefault(_providers + 1) ?? "";
        var rest = _segments[Math.Min(_providers + 2, _segments.Length)..];
        var pairs = rest.Length / 2;
        Tail = rest.Length % 2 == 1 ? rest[^1] : null;
        Type = string.Join('/', rest.Take(pairs * 2).Where((_, index) => index % 2 == 0).Prepend(Namespace));
        Name = pairs > 0 ? rest[pairs * 2 - 1] : "";
        Id = Join(_providers + 2 + pairs * 2);
        ParentId = pairs > 1 ? Join(_providers + pairs * 2) : null;
    }

    private string Join(int count) => "/" + string.Join('/', _segments.Take(count));

    private string? After(string key)
    {
        var index = Array.FindIndex(_segments, segment => Same(segment, key));
        return index >= 0 && index + 1 < _segments.Length ? _segments[index + 1] : null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
