using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>There is no migration of that id. HTTP 404.</summary>
/// <param name="migrationId">The id that was asked for.</param>
public sealed class MigrationNotFoundException(string migrationId)
    : OrchestratorException($"There is no migration '{migrationId}'.", isTransient: false)
{
    /// <summary>The id that was asked for.</summary>
    public string MigrationId { get; } = migrationId;

    /// <inheritdoc/>
    public override string Remedy => "List the migrations with 'orchestrator list'.";
}
