namespace Orchestrator.Core.Plans;

/// <summary>What follows from a plan.</summary>
public static class MigrationPlanExtensions
{
    private static readonly TimeSpan DefaultFreezeBudget = TimeSpan.FromSeconds(30);

    /// <summary>Whether the workload is migrated online.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Whether the plan says so, or its tolerated downtime asks for it.</returns>
    public static bool IsOnline(this MigrationPlan plan) => StrategyChooser.Choose(plan).Strategy == MigrationStrategy.Online;

    /// <summary>For how long writes may be frozen in an online migration before they are given back.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The tolerated downtime, or 30 seconds when the plan states none.</returns>
    public static TimeSpan FreezeBudget(this MigrationPlan plan) => plan.Downtime.Tolerance ?? DefaultFreezeBudget;
}
