using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>The input of <see cref="MaintainSync"/>.</summary>
/// <param name="MigrationId">The migration whose sync it is.</param>
/// <param name="Input">What the migration was started with.</param>
/// <param name="Direction">Which side follows.</param>
/// <param name="Known">The signature that is known already; another one ends the child.</param>
/// <param name="UntilReady">Whether it also ends when users can be moved.</param>
public sealed record MaintainSyncInput(string MigrationId, MigrationInput Input, SyncDirection Direction, string? Known, bool UntilReady);
