using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>What a migration is started with: the input of its orchestration.</summary>
/// <param name="Plan">The validated plan.</param>
/// <param name="StartedBy">The name of the caller.</param>
/// <param name="Rehearsal">Whether it is a rehearsal.</param>
public sealed record MigrationInput(MigrationPlan Plan, string StartedBy, bool Rehearsal)
{
    /// <summary>The hash of the request; the same key with another body is refused.</summary>
    public string? RequestHash { get; init; }
}
