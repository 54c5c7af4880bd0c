using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Activities;

/// <summary>The input of <see cref="CloseMigration"/>.</summary>
/// <param name="Input">What the migration was started with.</param>
/// <param name="Status">Its last status.</param>
public sealed record CloseRequest(MigrationInput Input, MigrationStatus Status);
