using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>A state of a migration may not follow another: a mistake in a runbook.</summary>
/// <param name="from">The present state.</param>
/// <param name="to">The state that may not follow it.</param>
public sealed class InvalidTransitionException(MigrationState from, MigrationState to)
    : OrchestratorException($"A migration cannot go from {from} to {to}.", isTransient: false)
{
    /// <summary>The present state.</summary>
    public MigrationState From { get; } = from;

    /// <summary>The state that may not follow it.</summary>
    public MigrationState To { get; } = to;
}
