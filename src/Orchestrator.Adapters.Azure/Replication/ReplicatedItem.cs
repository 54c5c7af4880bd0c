using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What a vault says of a replicated machine, in the same words for each service.</summary>
internal sealed record ReplicatedItem
{
    private const int MostErrors = 5;

    /// <summary>How far it is.</summary>
    public required ReplicationState State { get; init; }

    /// <summary>The state in the service's own word.</summary>
    public required string StateName { get; init; }

    /// <summary>How far the trial is.</summary>
    public required TestState Test { get; init; }

    /// <summary>The health in the service's own word: <c>Normal</c>, <c>Warning</c>, <c>Critical</c>.</summary>
    public string Health { get; init; } = "Normal";

    /// <summary>Up to when the other side has everything, as far as the service tells.</summary>
    public DateTimeOffset? LastPointAt { get; init; }

    /// <summary>The last recovery point.</summary>
    public string Point { get; init; } = "";

    /// <summary>When it was taken, or received where only that is told.</summary>
    public DateTimeOffset? PointAt { get; init; }

    /// <summary>The recovery point that the machine was made of.</summary>
    public string? MovedPoint { get; init; }

    /// <summary>How much of the first copy is done; <see langword="null"/> when it is not said.</summary>
    public double? SeedPercent { get; init; }

    /// <summary>How many disks are replicated.</summary>
    public int DiskCount { get; init; }

    /// <summary>How large they are together.</summary>
    public long DiskBytes { get; init; }

    /// <summary>What is the matter with it.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    /// <summary>All of it in a few words, for errors and evidence.</summary>
    public string InWords => Problems.Count == 0
        ? $"{StateName}, health {Health}"
        : $"{StateName}, health {Health}: {string.Join("; ", Problems.Select(problem => problem.Problem))}";

    /// <summary>Reads health errors.</summary>
    /// <param name="properties">The item's properties.</param>
    /// <param name="machine">Whose they are.</param>
    /// <param name="health">The health as a whole; a critical one blocks even without an error that says so.</param>
    /// <returns>At most 5 of them.</returns>
    public static IReadOnlyList<Finding> ReadProblems(JsonElement properties, string machine, string health)
    {
        var problems = properties.Items("healthErrors").SelectMany(error => error.Items("innerHealthErrors").Prepend(error))
            .Select(error => ReadProblem(error, machine)).DistinctBy(problem => problem.Problem).Take(MostErrors).ToList();
        if (health == "Critical" && !problems.Any(problem => problem.IsBlocking))
            problems.Insert(0, new(machine, "its replication is in a critical state, and Azure gives no reason", "Look at the machine in the vault: Replicated items, Health", IsBlocking: true));
        return problems;
    }

    /// <summary>Reads a time.</summary>
    /// <param name="element">Where it stands.</param>
    /// <param name="name">Its name.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static DateTimeOffset? ReadTime(JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Reads a number, which some providers write as a text.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="null"/> when it is none.</returns>
    public static double? ReadNumber(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static Finding ReadProblem(JsonElement error, string machine)
    {
        var what = Scrubber.Clean(error.Text("errorMessage") ?? error.Text("summaryMessage") ?? "it has an error without a text");
        var causes = error.Text("possibleCauses") is { Length: > 0 } given ? $" (possible causes: {Scrubber.Clean(given)})" : "";
        var code = error.Text("errorCode") is { Length: > 0 } known ? $" [{known}]" : "";
        var remedy = error.Text("recommendedAction") is { Length: > 0 } action ? Scrubber.Clean(action) : "Look at the machine in the vault: Replicated items, Health";
        return new(machine, $"{what}{causes}{code}", remedy, IsBlocking: error.Text("errorLevel") is not ("Warning" or "Information"));
    }
}
