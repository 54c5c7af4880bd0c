using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Activities;

/// <summary>The input of every step's activity. Steps pass no data: each derives its names from the migration and the step.</summary>
/// <param name="Step">The name of the step or undo.</param>
/// <param name="Input">What the migration was started with.</param>
/// <param name="Attempt">Which attempt it is, from 1.</param>
public sealed record StepRequest(string Step, MigrationInput Input, int Attempt)
{
    /// <summary>Whether it is run to undo another step; a cancellation does not stop it then.</summary>
    public bool IsUndo { get; init; }

    /// <summary>When it has to be over, because users wait for it; it is stopped then.</summary>
    /// <value><see langword="null"/> by default: it may take as long as it needs.</value>
    public DateTimeOffset? Deadline { get; init; }
}
