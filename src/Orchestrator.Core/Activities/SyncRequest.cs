using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>The input of <see cref="ObserveSync"/>.</summary>
/// <param name="MigrationId">The migration; the activity runs in a child of it.</param>
/// <param name="Input">What the migration was started with.</param>
/// <param name="Direction">Which side follows.</param>
/// <param name="IsProven">Whether everything was found equal when last looked at; then a look compares less.</param>
public sealed record SyncRequest(string MigrationId, MigrationInput Input, SyncDirection Direction, bool IsProven);
