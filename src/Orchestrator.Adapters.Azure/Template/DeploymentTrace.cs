using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>What a deployment that has ended did, also when it failed half way.</summary>
/// <param name="arm">The step.</param>
internal sealed class DeploymentTrace(ArmSession arm)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _needs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<string>> _inside = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _touched = [];
    private readonly List<string> _nested = [];

    /// <summary>The ids of the resources that it made or replaced.</summary>
    public IReadOnlyList<string> Touched => _touched;

    /// <summary>The deployments inside of it, innermost first.</summary>
    public IReadOnlyList<string> Nested => _nested;

    /// <summary>Which resource needs which. What needs a deployment, or is needed by one, goes for all that is inside of it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Needs => _needs
        .SelectMany(pair => Inside(pair.Key).Select(id => (Id: id, Needed: pair.Value.SelectMany(Inside))))
        .GroupBy(pair => pair.Id, pair => pair.Needed, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(needed => needed).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads it.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is read.</returns>
    public async Task ReadAsync(string deploymentId, CancellationToken cancellation)
    {
        if (await arm.FindAsync(deploymentId, TemplatePlace.ApiVersion, cancellation) is not { } deployment)
            return;
        foreach (var dependency in deployment.Body.Items("properties", "dependencies"))
            _needs[dependency.Text("id") ?? ""] = [.. dependency.Items("dependsOn").Select(needed => needed.Text("id")).OfType<string>()];
        await foreach (var operation in arm.ListAsync($"{deploymentId}/operations", TemplatePlace.ApiVersion, cancellation))
        {
            if (MadeBy(operation) is not { } id)
                continue;
            if (!TemplateIds.IsDeployment(id))
                _touched.Add(id);
            else if (!_nested.Contains(id, StringComparer.OrdinalIgnoreCase))
                await ReadNestedAsync(id, cancellation);
        }
    }

    private async Task ReadNestedAsync(string id, CancellationToken cancellation)
    {
        var before = _touched.Count;
        await ReadAsync(id, cancellation);
        _inside[id] = _touched[before..];
        _nested.Add(id);
    }

    private IReadOnlyList<string> Inside(string id) => _inside.GetValueOrDefault(id) ?? [id];

    private static string? MadeBy(JsonElement operation) =>
        operation.Text("properties", "provisioningOperation") is null or "Create" ? operation.Text("properties", "targetResource", "id") : null;
}
