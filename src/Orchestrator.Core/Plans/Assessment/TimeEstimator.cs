using Orchestrator.Core.Plans.Validation;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans.Assessment;

/// <summary>Estimates how long a migration takes and how its data should travel.</summary>
internal static class TimeEstimator
{
    /// <summary>Below this a network is always quicker than sending devices, whose round trip is about ten days.</summary>
    private static readonly TimeSpan LongTransfer = TimeSpan.FromDays(7);

    /// <summary>Adds steps, total and data path to an assessment.</summary>
    /// <param name="assessment">The assessment, which knows the amount of data.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="measured">The durations of an earlier run, by step.</param>
    /// <returns>The assessment with its estimates.</returns>
    public static PlanAssessment Estimate(PlanAssessment assessment, MigrationPlan plan, IReadOnlyDictionary<string, TimeSpan> measured)
    {
        var size = new DataSize(assessment.Data.Sum(data => data.SizeBytes), assessment.Data.Sum(data => data.ObjectCount));
        var steps = AssumedRates.Steps.Select(step => measured.TryGetValue(step, out var known)
            ? new StepEstimate(step, known, IsMeasured: true)
            : new StepEstimate(step, AssumedRates.Estimate(step, size), IsMeasured: false)).ToList();
        var transfer = steps.Single(step => step.Step == "transfer").Duration;
        var (path, reason) = ChoosePath(transfer, plan.Criticality);
        return assessment with
        {
            Steps = steps,
            EstimatedDowntime = Downtime(assessment.Strategy, steps),
            Tolerance = plan.Downtime.Tolerance,
            DataPath = path,
            DataPathReason = reason,
        };
    }

    // An online migration is down for the freeze alone; its data has travelled before.
    private static TimeSpan Downtime(MigrationStrategy strategy, IReadOnlyList<StepEstimate> steps) => strategy == MigrationStrategy.Online
        ? steps.Where(step => step.Step is "hold" or "stop" or "redirect").Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration)
        : steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration);

    private static (string Path, string Reason) ChoosePath(TimeSpan transfer, Criticality criticality) => transfer switch
    {
        _ when transfer < LongTransfer => ("network", $"The transfer takes about {Durations.Write(transfer)}; ExpressRoute where it exists, else a VPN; the public internet only for data that is not sensitive."),
        _ when criticality >= Criticality.High => ("network", $"The transfer takes about {Durations.Write(transfer)}, and a workload of this criticality cannot wait for devices to be sent: use ExpressRoute."),
        _ => ("dataBox", $"The transfer would take about {Durations.Write(transfer)} over the network; sending Azure Data Box devices takes about ten days."),
    };
}
