namespace Orchestrator.Core.Migrations;

/// <summary>The answer to <see cref="StartMigration"/>.</summary>
/// <param name="Id">The id of the migration.</param>
/// <param name="IsNew">Whether this call started it; <see langword="false"/> for a repetition of an idempotency key.</param>
public sealed record StartedMigration(string Id, bool IsNew);
