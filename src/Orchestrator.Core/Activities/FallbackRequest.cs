using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Activities;

/// <summary>The input of <see cref="PrepareFallback"/>.</summary>
/// <param name="Input">What the migration was started with.</param>
/// <param name="HasCutOver">Whether users are known to be on the target; otherwise a step failed about when they were sent there.</param>
/// <param name="AcceptLoss">Whether writes that only the target has may be left behind.</param>
public sealed record FallbackRequest(MigrationInput Input, bool HasCutOver, bool AcceptLoss)
{
    /// <summary>Where the run before has left off.</summary>
    /// <value>At the beginning by default.</value>
    public FallbackPause? Pause { get; init; }
}
