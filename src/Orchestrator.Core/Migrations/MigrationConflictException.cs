using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Migrations;

/// <summary>What was asked for does not fit the state that things are in. HTTP 409.</summary>
/// <param name="problem">What does not fit.</param>
/// <param name="remedy">What the reader can do.</param>
public sealed class MigrationConflictException(string problem, string remedy) : OrchestratorException($"{problem} {remedy}", isTransient: false)
{
    /// <summary>What does not fit.</summary>
    public string Problem { get; } = problem;

    /// <inheritdoc/>
    public override string Remedy { get; } = remedy;
}
