using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary>Writes the answer to a dry run for people.</summary>
internal static class PreviewText
{
    public static IEnumerable<string> Lines(MigrationPreview preview)
    {
        yield return $"{Safe.Line(preview.Workload)}: {Words.Of(preview.Strategy)} {(preview.Rehearsal ? "rehearsal" : "migration")}. {Safe.Line(preview.StrategyReason)}";
        foreach (var (index, step) in preview.Steps.Index())
            yield return $"{index + 1,3}. {Safe.Line(step.Title)}{(step.Undoes is { } undo ? $" (undo: {Safe.Line(undo)})" : "")}";
        yield return "Nothing was started.";
    }
}
