namespace Orchestrator.Core.Migrations;

/// <summary>One page of a list of migrations.</summary>
/// <param name="Migrations">The migrations, newest first. May be fewer than asked for although more follow.</param>
/// <param name="ContinuationToken">Where the next page starts; <see langword="null"/> after the last.</param>
public sealed record MigrationPage(IReadOnlyList<MigrationStatus> Migrations, string? ContinuationToken);
