using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans;

/// <summary>What is known about a migration before it is started.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="PlanHash">The hash of the plan that was assessed.</param>
/// <param name="Strategy">How it is to be migrated.</param>
/// <param name="StrategyReason">Why, as a sentence.</param>
public sealed record PlanAssessment(string Workload, string PlanHash, MigrationStrategy Strategy, string StrategyReason)
{
    /// <summary>Whether nothing was found that would stop the migration.</summary>
    public bool IsReady => !Findings.Any(finding => finding.IsBlocking);

    /// <summary>What was found; blocking findings first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How much there is to move.</summary>
    public IReadOnlyList<DataEstimate> Data { get; init; } = [];

    /// <summary>How the data should travel: <c>network</c> or <c>dataBox</c>.</summary>
    public string DataPath { get; init; } = "network";

    /// <summary>Why it should, as a sentence.</summary>
    public string DataPathReason { get; init; } = "";

    /// <summary>How long each step of the downtime may take.</summary>
    public IReadOnlyList<StepEstimate> Steps { get; init; } = [];

    /// <summary>How long the workload may be down in all.</summary>
    public TimeSpan EstimatedDowntime { get; init; }

    /// <summary>The downtime that the business accepts; <see langword="null"/> when the plan states none.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>When the next window begins, or the present one began; <see langword="null"/> when the plan has none or all are past.</summary>
    public DateTimeOffset? NextWindow { get; init; }
}
