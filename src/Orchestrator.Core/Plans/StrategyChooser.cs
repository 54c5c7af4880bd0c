using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Plans;

/// <summary>Chooses how to migrate from the plan alone, so that assessing and starting the same plan choose the same.</summary>
/// <remarks>Source: Cloud Adoption Framework, Migrate, "Classify each workload by downtime tolerance".</remarks>
public static class StrategyChooser
{
    /// <summary>The tolerated downtime below which only an online migration is chosen.</summary>
    /// <value>15 minutes: about what stopping, a small backup and restore, starting and checking take together.</value>
    public static TimeSpan OnlineBelow { get; } = TimeSpan.FromMinutes(15);

    /// <summary>Chooses.</summary>
    /// <param name="plan">A valid plan.</param>
    /// <returns>The plan's own strategy, or the choice for <see cref="MigrationStrategy.Auto"/>.</returns>
    public static StrategyChoice Choose(MigrationPlan plan) => plan switch
    {
        { Strategy: not MigrationStrategy.Auto } => new(plan.Strategy, "The plan says so."),
        { Data: [], Infrastructure.Kind: not "none" } => new(MigrationStrategy.Redeploy, "There is no data to move, and the infrastructure is made anew."),
        { Downtime.Tolerance: { } tolerance } => FromTolerance(tolerance),
        { Criticality: Criticality.MissionCritical } => new(MigrationStrategy.Online, "The workload is mission-critical, and the plan states no tolerated downtime."),
        _ => new(MigrationStrategy.Offline, "The workload is not mission-critical, and the plan states no tolerated downtime; offline is the simplest and safest way."),
    };

    private static StrategyChoice FromTolerance(TimeSpan tolerance) => tolerance < OnlineBelow
        ? new(MigrationStrategy.Online, $"The tolerated downtime of {Durations.Write(tolerance)} is less than {Durations.Write(OnlineBelow)}.")
        : new(MigrationStrategy.Offline, $"The tolerated downtime of {Durations.Write(tolerance)} leaves time to stop, copy and start.");
}
