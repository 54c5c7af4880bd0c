using System.Globalization;
using Orchestrator.Core.Plans.Validation;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans.Assessment;

/// <summary>Compares what a migration takes with what its business accepts.</summary>
internal static class DowntimeFindings
{
    /// <summary>Finds what does not fit.</summary>
    /// <param name="assessment">The estimates.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The findings.</returns>
    public static IEnumerable<Finding> For(PlanAssessment assessment, MigrationPlan plan, DateTimeOffset now)
    {
        if (assessment.EstimatedDowntime > plan.Downtime.Tolerance)
        {
            yield return new Finding("downtime", $"about {Durations.Write(assessment.EstimatedDowntime)} of downtime are expected, and {Durations.Write(plan.Downtime.Tolerance.Value)} are accepted",
                "Measure it with 'orchestrator start PLAN --rehearsal', or choose 'strategy: online'.", IsBlocking: false);
        }

        if (plan.Downtime.Windows.Count == 0)
        {
            yield break;
        }

        if (NextWindow(plan, now) is not { } next)
        {
            yield return new Finding("downtime.windows", "all windows are past", "Agree on a new window and write it into the plan.", IsBlocking: true);
        }
        else if (plan.Downtime.Windows.First(window => window.Start == next).Duration < assessment.EstimatedDowntime)
        {
            yield return new Finding("downtime.windows", $"about {Durations.Write(assessment.EstimatedDowntime)} of downtime are expected, and the window at {next.ToString("u", CultureInfo.InvariantCulture)} is shorter",
                "Agree on a longer window, or measure with 'orchestrator start PLAN --rehearsal'.", IsBlocking: false);
        }
    }

    /// <summary>When the next window begins, or the present one began.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Its beginning; <see langword="null"/> when none is left.</returns>
    public static DateTimeOffset? NextWindow(MigrationPlan plan, DateTimeOffset now) =>
        plan.Downtime.Windows.Where(window => window.Start + window.Duration > now).Select(window => (DateTimeOffset?)window.Start).Min();

    /// <summary>When the window ends that is open or comes next.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Its end; <see langword="null"/> when none is left.</returns>
    public static DateTimeOffset? EndOfWindow(MigrationPlan plan, DateTimeOffset now) =>
        plan.Downtime.Windows.Select(window => window.Start + window.Duration).Where(end => end > now).Order().Select(end => (DateTimeOffset?)end).FirstOrDefault();
}
