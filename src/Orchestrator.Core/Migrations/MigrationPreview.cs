using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>What a migration would do: the answer to a dry run.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="PlanHash">The hash of the plan.</param>
/// <param name="Strategy">How it would be migrated.</param>
/// <param name="StrategyReason">Why, as a sentence.</param>
/// <param name="Rehearsal">Whether it would be a rehearsal.</param>
/// <param name="Steps">The steps in order, with what their undos do.</param>
public sealed record MigrationPreview(
    string Workload, string PlanHash, MigrationStrategy Strategy, string StrategyReason, bool Rehearsal, IReadOnlyList<StepStatus> Steps);
