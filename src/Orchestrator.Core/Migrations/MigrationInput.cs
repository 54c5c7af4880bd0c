using Orchestrator.Core.Durability;
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

    /// <summary>How steps are tried again after transient errors; part of the input, so that a replay does the same.</summary>
    /// <value>8 attempts, 2 seconds to 30 seconds apart: over two minutes.</value>
    public RetryPolicy StepRetry { get; init; } = new() { MaxAttempts = 8, FirstDelay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromSeconds(30) };

    /// <summary>How undos are tried again after any error: longer than steps, because a person would have to mend it.</summary>
    /// <value>10 attempts, 2 seconds to 60 seconds apart: over five minutes.</value>
    public RetryPolicy UndoRetry { get; init; } = new() { MaxAttempts = 10, FirstDelay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromMinutes(1) };
}
