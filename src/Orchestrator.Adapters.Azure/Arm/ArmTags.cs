using System.Text.Json;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>The tags on everything that a migration makes. Only what bears its tag is a migration's to remove.</summary>
internal static class ArmTags
{
    /// <summary>The tag with the migration.</summary>
    public const string Migration = "orchestrator-migration";

    /// <summary>The tag with the step.</summary>
    public const string Step = "orchestrator-step";

    /// <summary>The tags of what a step makes.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="others">Tags that a plan gives; ours win.</param>
    /// <returns>The tags, for <c>tags</c> of a resource.</returns>
    public static Dictionary<string, string> For(StepScope scope, IEnumerable<KeyValuePair<string, string>>? others = null) =>
        new(others ?? [], StringComparer.OrdinalIgnoreCase) { [Migration] = scope.MigrationId, [Step] = scope.Step };

    /// <summary>Which migration made a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The migration; <see langword="null"/> when none did.</returns>
    public static string? MakerOf(JsonElement resource) => Find(resource, Migration);

    /// <summary>Which step made a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The step; <see langword="null"/> when none did.</returns>
    public static string? StepOf(JsonElement resource) => Find(resource, Step);

    /// <summary>Whether a migration made a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="scope">A step of the migration.</param>
    /// <returns>Whether it bears its tag.</returns>
    public static bool IsOwn(JsonElement resource, StepScope scope) => MakerOf(resource) == scope.MigrationId;

    // Azure keeps the case of a tag's name and compares without it.
    private static string? Find(JsonElement resource, string name) => resource.Find("tags") is { ValueKind: JsonValueKind.Object } tags
        ? tags.EnumerateObject().Where(tag => tag.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value.GetString()).FirstOrDefault()
        : null;
}
