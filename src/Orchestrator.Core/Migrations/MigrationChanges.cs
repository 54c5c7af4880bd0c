namespace Orchestrator.Core.Migrations;

/// <summary>What has changed since it was read before.</summary>
/// <param name="Changed">The migrations that are new or other than before.</param>
/// <param name="Removed">The ids of those that are no longer there.</param>
public sealed record MigrationChanges(IReadOnlyList<WatchedMigration> Changed, IReadOnlyList<string> Removed);
