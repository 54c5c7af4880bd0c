using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Migrations;

/// <summary>A wish to start a migration.</summary>
/// <param name="Plan">The validated plan.</param>
public sealed record StartMigration(MigrationPlan Plan)
{
    /// <summary>Whether it is a rehearsal.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>The same key and plan start a migration once, however often they are sent.</summary>
    /// <value>Every call starts a new migration when <see langword="null"/>, the default.</value>
    public string? IdempotencyKey { get; init; }
}
