using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>A migration did not complete; its orchestration ends as failed and never as completed.</summary>
/// <param name="migrationId">The migration.</param>
/// <param name="state">How it ended: rolled back, or waiting for a person.</param>
/// <param name="reason">Why it did not complete.</param>
public sealed class MigrationFailedException(string migrationId, MigrationState state, string reason)
    : OrchestratorException($"The migration '{migrationId}' ended as {state}: {reason}", isTransient: false)
{
    /// <summary>The migration.</summary>
    public string MigrationId { get; } = migrationId;

    /// <summary>How it ended.</summary>
    public MigrationState State { get; } = state;

    /// <summary>Why it did not complete.</summary>
    public string Reason { get; } = reason;
}
