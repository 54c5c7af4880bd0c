namespace Orchestrator.Core.Migrations;

/// <summary>A migration as an overview needs it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Facts">What its plan says.</param>
public sealed record WatchedMigration(MigrationStatus Status, MigrationFacts Facts);
