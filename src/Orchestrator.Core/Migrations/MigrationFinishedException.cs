using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>The migration has ended and takes no more requests. HTTP 410.</summary>
/// <param name="migrationId">The migration.</param>
/// <param name="state">How it ended.</param>
public sealed class MigrationFinishedException(string migrationId, MigrationState state)
    : OrchestratorException($"The migration '{migrationId}' has ended ({state}).", isTransient: false)
{
    /// <summary>The migration.</summary>
    public string MigrationId { get; } = migrationId;

    /// <summary>How it ended.</summary>
    public MigrationState State { get; } = state;

    /// <inheritdoc/>
    public override string Remedy => $"Read what happened with 'orchestrator report {MigrationId}'.";
}
