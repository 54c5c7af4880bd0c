using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Dashboard;

/// <summary>The gate that a migration waits at, and for whom.</summary>
internal sealed record OverviewGate(string Gate, int Required, IReadOnlyList<string> ApprovedBy, DateTimeOffset ExpiresAt, IReadOnlyList<string> Roles)
{
    public static OverviewGate? Of(WatchedMigration migration) => migration.Status.WaitingFor is { } waiting
        ? new(waiting.Gate, waiting.Required, waiting.ApprovedBy, waiting.ExpiresAt, migration.Facts.Gates.GetValueOrDefault(waiting.Gate)?.From ?? [])
        : null;
}
