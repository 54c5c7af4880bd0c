using System.Text.Json;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>The evidence pack of a migration: what was done, by whom it was approved, what was compared.</summary>
/// <param name="Status">Timeline, downtime and durations.</param>
/// <param name="Plan">The plan, which holds no secrets.</param>
/// <param name="Approvals">Who decided what, over which evidence.</param>
/// <param name="Evidence">The evidence of each step that has some, by the step's name.</param>
/// <param name="Audit">Everything that happened, in order, chained by hash.</param>
public sealed record MigrationReport(
    MigrationStatus Status,
    MigrationPlan? Plan,
    IReadOnlyList<MigrationRequest> Approvals,
    IReadOnlyDictionary<string, JsonElement> Evidence,
    IReadOnlyList<LedgerEntry> Audit);
