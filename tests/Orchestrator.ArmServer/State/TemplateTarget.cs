using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A resource that a template wants.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApiVersion">The version of its API.</param>
/// <param name="Body">What is sent for it.</param>
internal sealed record TemplateTarget(string Id, string ApiVersion, JsonObject Body)
{
    /// <summary>What the template says that it depends on: ids, or names.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>The template inside, when it is a deployment.</summary>
    public ArmTemplate? Inside { get; init; }
}
