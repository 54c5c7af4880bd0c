using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Activities;

/// <summary>The input of every step's activity. Steps pass no data: each derives its names from the migration and the step.</summary>
/// <param name="Step">The name of the step or undo.</param>
/// <param name="Input">What the migration was started with.</param>
/// <param name="Attempt">Which attempt it is, from 1.</param>
public sealed record StepRequest(string Step, MigrationInput Input, int Attempt);
