using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A resource that a template wants.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApiVersion">The version of its API.</param>
/// <param name="Body">What is sent for it.</param>
internal sealed record TemplateTarget(string Id, string ApiVersion, JsonObject Body);
