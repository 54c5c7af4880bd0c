namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What is kept of a deployment: what was there before it, and what it made. The undo removes nothing that is not proven by it.</summary>
internal sealed record TemplateRecord
{
    /// <summary>Whether the resource group was there before the first deployment.</summary>
    public required bool GroupExisted { get; init; }

    /// <summary>The ids of what was there before: the group's resources and deployments, and what the preview found of others.</summary>
    public required IReadOnlyList<string> Existing { get; init; }

    /// <summary>The ids of what the preview said is new.</summary>
    public IReadOnlyList<string> Announced { get; init; } = [];

    /// <summary>The ids of what the deployment made and our tag was put on.</summary>
    public IReadOnlyList<string> Created { get; init; } = [];

    /// <summary>Those among <see cref="Created"/> whose type takes no tags.</summary>
    public IReadOnlyList<string> Untagged { get; init; } = [];

    /// <summary>The ids of what the deployment wrote to and nothing proves to be new. The undo leaves it.</summary>
    public IReadOnlyList<string> Unproven { get; init; } = [];

    /// <summary>The deployments that the deployment made, innermost first.</summary>
    public IReadOnlyList<string> Nested { get; init; } = [];

    /// <summary>Which resource needs which, by id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Needs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Which version each resource type was deployed with.</summary>
    public IReadOnlyDictionary<string, string> ApiVersions { get; init; } = new Dictionary<string, string>();

    /// <summary>What the deployment gave, by name; <see langword="null"/> for a secret, which is not kept.</summary>
    public IReadOnlyDictionary<string, string?>? Outputs { get; init; }

    /// <summary>Which run of the deployment <see cref="Created"/> was noted after: a later one may have made more, and takes tags away.</summary>
    public string? TaggedRun { get; init; }

    /// <summary>Whether the undo has begun: what appears from then on under a name of ours is somebody else's.</summary>
    public bool IsRemoving { get; init; }

    /// <summary>How many of the scripts and commands that follow the deployment have ended well.</summary>
    public int HooksDone { get; init; }

    /// <summary>How many of them may have begun, and are not taken back yet.</summary>
    public int HooksBegun { get; init; }

    /// <summary>Whether a resource is known to be among some.</summary>
    /// <param name="ids">Some.</param>
    /// <param name="id">The resource.</param>
    /// <returns>Whether it is.</returns>
    public static bool Has(IEnumerable<string> ids, string id) => ids.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds ids to others.</summary>
    /// <param name="ids">Some.</param>
    /// <param name="more">More.</param>
    /// <returns>All, each once.</returns>
    public static IReadOnlyList<string> Add(IEnumerable<string> ids, IEnumerable<string> more) => [.. ids.Concat(more).Distinct(StringComparer.OrdinalIgnoreCase)];
}
