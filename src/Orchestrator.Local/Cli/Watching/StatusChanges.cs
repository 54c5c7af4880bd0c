using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>Writes what has changed from one status to the next, for places where lines cannot be drawn over: one line per change.</summary>
internal static class StatusChanges
{
    private const int ProgressSteps = 10;

    public static IEnumerable<string> Between(MigrationStatus? before, MigrationStatus after)
    {
        if (before is null)
            yield return $"{after.Workload}: {Words.Of(after.Strategy)} {(after.Rehearsal ? "rehearsal" : "migration")} {after.Id}";
        if (before is not null && before.Traffic != after.Traffic)
            yield return $"users are on the {Words.Of(after.Traffic)}";
        if (before?.WritesFrozenSince is null && after.WritesFrozenSince is not null)
            yield return "writes are frozen: the downtime has begun";
        if (before is { Downtime: null } && after.Downtime is { } downtime)
            yield return $"writes are possible again: {Words.Of(downtime)} of downtime";
        foreach (var line in after.Steps.SelectMany(step => OfStep(before?.Steps.FirstOrDefault(old => old.Name == step.Name), step)))
            yield return line;
        if (before?.State != after.State || before.WaitingFor != after.WaitingFor && !IsSameGate(before.WaitingFor, after.WaitingFor))
        {
            yield return $"state: {Words.Of(after.State)}{(after.Error is { } error ? $": {error}" : "")}";
            foreach (var line in Advice.For(after))
                yield return line;
        }
    }

    private static bool IsSameGate(WaitingFor? before, WaitingFor? after) =>
        before?.Gate == after?.Gate && before?.EvidenceHash == after?.EvidenceHash && before?.ApprovedBy.Count == after?.ApprovedBy.Count;

    private static IEnumerable<string> OfStep(StepStatus? before, StepStatus after)
    {
        if (before?.State != after.State && after.State != StepState.Pending)
            yield return $"{Words.Of(after.State)}: {after.Title}{Time(after)}{Because(after)}";
        else if (after.Error is not null && before?.Error != after.Error)
            yield return $"failed, attempt {after.Attempt}: {after.Title}: {after.Error}";
        else if (after is { State: StepState.Running, Progress: { } progress } && Tenth(after) > Tenth(before))
            yield return $"  {after.Title}: {StepLine.Progress(progress, perSecond: null)}";
    }

    private static string Time(StepStatus step) => step is { StartedAt: { } started, FinishedAt: { } finished } ? $" ({Words.Of(finished - started)})" : "";

    private static string Because(StepStatus step) => (step.Error ?? step.Summary) is { } text ? $": {text}" : "";

    private static long Tenth(StepStatus? step) =>
        step?.Progress is { Total: > 0 and { } total } progress ? ProgressSteps * Math.Min(progress.Completed, total) / total : 0;
}
