using System.Globalization;
using Orchestrator.Core.Plans.Reading;

namespace Orchestrator.Core.Plans.Validation;

/// <summary>Checks that a plan can be carried out: that its strategy has what it needs, its gates can open, its windows do not overlap.</summary>
internal static class ConsistencyRules
{
    private static readonly string[] Roles = ["reader", "operator", "approver", "admin"];

    /// <summary>Checks a document.</summary>
    /// <param name="root">The document: an object.</param>
    /// <param name="plan">The plan, when its parts are right; then its strategy is known, too, where it is <c>auto</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(PlanNode root, MigrationPlan? plan, PlanProblemList problems)
    {
        CheckContent(root, problems);
        CheckOffline(root, plan, problems);
        CheckFallback(root, problems);
        CheckWindows(root, problems);
        foreach (var gate in root.Find("approvals")?.Entries ?? [])
        {
            CheckGate(gate, problems);
        }
    }

    private static void CheckContent(PlanNode root, PlanProblemList problems)
    {
        if (root.FindItems("data").Count == 0 && root.Find("compute") is null)
        {
            problems.Add(root, "", "The plan moves nothing: it has neither 'data' nor 'compute'.", "Add what is to be moved.");
        }
    }

    private static void CheckOffline(PlanNode root, MigrationPlan? plan, PlanProblemList problems)
    {
        var choice = plan is null ? null : StrategyChooser.Choose(plan);
        var stated = root.FindText("strategy") == "offline";
        if (!stated && choice?.Strategy != MigrationStrategy.Offline)
        {
            return;
        }

        var why = stated ? "" : $" Offline was chosen: {choice?.Why}";
        foreach (var (key, purpose) in new[] { ("compute", "what is stopped before the backup"), ("backup", "where the backup is stored") })
        {
            if (root.Find(key) is null)
            {
                problems.Add(root.Find("strategy") ?? root, "strategy", $"An offline migration needs '{key}': {purpose}.{why}", $"Add '{key}:'.");
            }
        }

        RefuseNoDowntime(root, problems);
    }

    private static void RefuseNoDowntime(PlanNode root, PlanProblemList problems)
    {
        if (root.Find("downtime")?.Find("tolerance") is { Kind: PlanNodeKind.Text } tolerance && Durations.TryRead(tolerance.Text, out var accepted) && accepted == TimeSpan.Zero)
        {
            problems.Add(tolerance, "downtime.tolerance", "An offline migration is downtime, and the plan accepts none.", "State how long the workload may be down, or choose 'strategy: online'.");
        }
    }

    private static void CheckFallback(PlanNode root, PlanProblemList problems)
    {
        if (root.Find("fallback") is not { } fallback || fallback.Find("reverseSync") is not { Kind: PlanNodeKind.Boolean, Text: "true" or "True" or "TRUE" } reverse)
        {
            return;
        }

        if (root.FindText("strategy") == "offline")
        {
            problems.Add(reverse, "fallback.reverseSync", "Only an online migration can keep the source up to date after cutover.", "Remove it, or choose 'strategy: online'.");
        }

        if (fallback.FindText("keepFor") is { } keepFor && Durations.TryRead(keepFor, out var kept) && kept == TimeSpan.Zero)
        {
            problems.Add(reverse, "fallback.reverseSync", "There is no time in which the source could follow: 'keepFor' is zero.", "Keep the source for a while, or remove it.");
        }
    }

    private static void CheckWindows(PlanNode root, PlanProblemList problems)
    {
        var windows = (root.Find("downtime")?.FindItems("windows") ?? []).Index().Select(pair => ReadWindow(pair.Item, pair.Index)).OfType<Window>().OrderBy(window => window.Start).ToList();
        foreach (var (earlier, later) in windows.Zip(windows.Skip(1)))
        {
            if (later.Start < earlier.End)
            {
                problems.Add(later.Node, $"downtime.windows[{later.Index}]", $"This window overlaps with windows[{earlier.Index}].", "Join them, or move one.");
            }
        }
    }

    private static Window? ReadWindow(PlanNode node, int index) =>
        DateTimeOffset.TryParse(node.FindText("start"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
        && Durations.TryRead(node.FindText("duration") ?? "", out var duration) && duration < DateTimeOffset.MaxValue - start
            ? new Window(node, index, start, start + duration)
            : null;

    private static void CheckGate(PlanEntry gate, PlanProblemList problems)
    {
        var path = PlanPath.Key("approvals", gate.Key.Text);
        if (gate.Value.Find("from") is not { Kind: PlanNodeKind.List, Items.Count: > 0 } from)
        {
            return;
        }

        foreach (var (index, item) in from.Items.Index())
        {
            CheckRole(item, $"{path}.from[{index}]", problems);
        }

        var needed = gate.Value.Find("required") is { Kind: PlanNodeKind.Integer } required && int.TryParse(required.Text, CultureInfo.InvariantCulture, out var count) ? count : 1;
        var people = from.Items.Select(item => item.Text).Distinct().Count();
        if (people < needed && !from.Items.Any(item => Roles.Contains(item.Text)))
        {
            problems.Add(from, $"{path}.from", $"The gate needs {needed} approvals, and names {people} who may give them.", "Name a role, or more people.");
        }
    }

    // Names of callers are as good as roles, so only what can hardly be one is refused.
    private static void CheckRole(PlanNode item, string path, PlanProblemList problems)
    {
        if (item.Kind == PlanNodeKind.Text && !Roles.Contains(item.Text)
            && Roles.FirstOrDefault(role => Suggestion.Distance(Shorten(item.Text), role) <= 1) is { } near)
        {
            problems.Add(item, path, $"There is no role {PlanProblemList.Quote(item.Text)}.", $"Did you mean '{near}'?");
        }
    }

    private static string Shorten(string text) => text.Length > 64 ? text[..64] : text.ToLowerInvariant();

    private sealed record Window(PlanNode Node, int Index, DateTimeOffset Start, DateTimeOffset End);
}
