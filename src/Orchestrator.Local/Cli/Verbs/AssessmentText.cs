using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary>Writes an assessment for people.</summary>
internal static class AssessmentText
{
    public static IEnumerable<string> Lines(PlanAssessment assessment)
    {
        yield return $"{Safe.Line(assessment.Workload)}: {Words.Of(assessment.Strategy)}. {Safe.Line(assessment.StrategyReason)}";
        foreach (var data in assessment.Data)
            yield return $"  data {Safe.Line(data.Component)}: {Words.Of(data.SizeBytes, "bytes")}, {Words.Of(data.ObjectCount, "objects")}";
        if (assessment.DataPathReason.Length > 0)
            yield return $"  path {Safe.Line(assessment.DataPath)}: {Safe.Line(assessment.DataPathReason)}";
        foreach (var step in assessment.Steps)
            yield return $"  step {Safe.Line(step.Step),-10} about {Words.Of(step.Duration)}{(step.IsMeasured ? " (measured)" : "")}";
        yield return $"  downtime about {Words.Of(assessment.EstimatedDowntime)}{(assessment.Tolerance is { } tolerance ? $", {Words.Of(tolerance)} accepted" : "")}";
        if (assessment.NextWindow is { } window)
            yield return $"  next window {Words.Of(window)}";
        foreach (var finding in assessment.Findings)
            yield return $"  {(finding.IsBlocking ? "BLOCKS" : "note")} {Safe.Line(finding.Subject)}: {Safe.Line(finding.Problem)}. {Safe.Line(finding.Remedy)}";
        yield return assessment.IsReady ? "Ready." : "Not ready: put right what blocks.";
    }
}
