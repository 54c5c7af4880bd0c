using System.Text.RegularExpressions;
using Orchestrator.Core.Plans.Reading;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Checks what one part of a plan says about another: names, references, placeholders.</summary>
internal static partial class ReferenceRules
{
    /// <summary>Checks a document.</summary>
    /// <param name="root">The document: an object.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(PlanNode root, PlanProblemList problems)
    {
        RequireUnique(root, "data", problems);
        RequireUnique(root, "checks", problems);
        CheckDependencies(root, problems);
        CheckDataReferences(root, problems);
        CheckSides(root, problems);
        CheckPlaceholders(root, "", new Targets(Components(root), root.Find("compute") is not null, HasInfrastructure(root)), problems);
    }

    private static void RequireUnique(PlanNode root, string list, PlanProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in root.FindItems(list).Index())
        {
            if (item.FindText("name") is { } name && !seen.Add(name))
            {
                problems.Add(item.Find("name")!, $"{list}[{index}].name", $"The name {PlanProblemList.Quote(name)} is taken already.", "Give each its own name.");
            }
        }
    }

    private static void CheckDependencies(PlanNode root, PlanProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in root.FindItems("dependsOn").Index())
        {
            if (item.Kind == PlanNodeKind.Text && item.Text == root.FindText("name"))
            {
                problems.Add(item, $"dependsOn[{index}]", "The workload depends on itself.", "Remove it.");
            }
            else if (item.Kind == PlanNodeKind.Text && !seen.Add(item.Text))
            {
                problems.Add(item, $"dependsOn[{index}]", $"{PlanProblemList.Quote(item.Text)} is there twice.", "Remove one of them.");
            }
        }
    }

    private static void CheckDataReferences(PlanNode root, PlanProblemList problems)
    {
        var components = Components(root);
        foreach (var (index, check) in root.FindItems("checks").Index())
        {
            if (check.FindText("data") is { } name && !components.Contains(name))
            {
                problems.Add(check.Find("data")!, $"checks[{index}].data", $"There is no data component {PlanProblemList.Quote(name)}.", Suggestion.Remedy(name, components));
            }
        }
    }

    private static void CheckSides(PlanNode root, PlanProblemList problems)
    {
        foreach (var (index, component) in root.FindItems("data").Index())
        {
            if (component.Find("source") is { Entries.Count: > 0 } source && component.Find("target") is { } target && IsSame(source, target))
            {
                problems.Add(target, $"data[{index}].target", "The target is the same place as the source.", "Nothing can be moved onto itself; write where it goes.");
            }
        }
    }

    private static bool IsSame(PlanNode left, PlanNode right) =>
        left.Kind == right.Kind && left.Text == right.Text
        && left.Items.Count == right.Items.Count && left.Items.Zip(right.Items).All(pair => IsSame(pair.First, pair.Second))
        && left.Entries.Count == right.Entries.Count && left.Entries.All(entry => right.Find(entry.Key.Text) is { } other && IsSame(entry.Value, other));

    private static void CheckPlaceholders(PlanNode node, string path, Targets targets, PlanProblemList problems)
    {
        foreach (var entry in node.Entries)
        {
            CheckPlaceholders(entry.Value, PlanPath.Key(path, entry.Key.Text), targets, problems);
        }

        foreach (var (index, item) in node.Items.Index())
        {
            CheckPlaceholders(item, PlanPath.Item(path, index), targets, problems);
        }

        if (node.Kind == PlanNodeKind.Text)
        {
            foreach (Match match in Placeholder().Matches(node.Text))
            {
                CheckPlaceholder(node, path, match, targets, problems);
            }
        }
    }

    private static void CheckPlaceholder(PlanNode node, string path, Match match, Targets targets, PlanProblemList problems)
    {
        var name = match.Groups[1];
        if (match.Value.StartsWith("{output:", StringComparison.Ordinal))
        {
            CheckOutput(node, path, match, targets, problems);
        }
        else if (!name.Success && !targets.HasCompute)
        {
            problems.Add(node, path, $"The placeholder {match.Value} is the address of the workload, and the plan has no 'compute'.", "Write the address, or add 'compute'.");
        }
        else if (name.Success && !targets.Components.Contains(name.Value))
        {
            problems.Add(node, path, $"The placeholder {PlanProblemList.Quote(match.Value)} names no data component.", Suggestion.Remedy(name.Value, targets.Components));
        }
    }

    private static void CheckOutput(PlanNode node, string path, Match match, Targets targets, PlanProblemList problems)
    {
        if (!targets.HasInfrastructure)
        {
            problems.Add(node, path, $"The placeholder {PlanProblemList.Quote(match.Value)} is an output of the infrastructure, and the plan makes none.", "Write the value, or add 'infrastructure' of a kind that gives outputs.");
        }
    }

    private static bool HasInfrastructure(PlanNode root) => root.Find("infrastructure")?.FindText("kind") is not null and not "none";

    private static HashSet<string> Components(PlanNode root) =>
        [.. root.FindItems("data").Select(component => component.FindText("name")).OfType<string>()];

    private sealed record Targets(HashSet<string> Components, bool HasCompute, bool HasInfrastructure);

    [GeneratedRegex(@"\{(?:source|target)(?::([^{}]*))?\}|\{output:[A-Za-z0-9_]+\}")]
    private static partial Regex Placeholder();
}
