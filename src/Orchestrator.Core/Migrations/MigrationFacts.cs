using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>What a plan says about a migration, and its status does not: it is read once.</summary>
/// <param name="Environment">Where the workload stands.</param>
/// <param name="Owner">Who answers for it; <see langword="null"/> when the plan names nobody.</param>
/// <param name="Gates">The gates, by name.</param>
public sealed record MigrationFacts(WorkloadEnvironment Environment, string? Owner, IReadOnlyDictionary<string, ApprovalGate> Gates)
{
    /// <summary>Reads the facts from what a migration was started with.</summary>
    internal static MigrationFacts Read(OrchestrationInstance instance) => instance.ReadInput<MigrationInput>()?.Plan is { } plan
        ? new(plan.Environment, plan.Owner?.Name, plan.Approvals)
        : new(WorkloadEnvironment.Production, null, new Dictionary<string, ApprovalGate>());
}
