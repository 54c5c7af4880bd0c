using Orchestrator.Core.Durability;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>How a run ended.</summary>
internal sealed record RunOutcome
{
    public string? OutputJson { get; init; }

    public FailureDetails? Failure { get; init; }

    /// <summary>Set when the run asked to continue as new.</summary>
    public NextRun? Next { get; init; }
}
