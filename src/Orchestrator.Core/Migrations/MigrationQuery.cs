namespace Orchestrator.Core.Migrations;

/// <summary>Which migrations to list. All given conditions must hold.</summary>
public sealed record MigrationQuery
{
    /// <summary>Only migrations of this workload.</summary>
    public string? Workload { get; init; }

    /// <summary>Only migrations in this state.</summary>
    public MigrationState? State { get; init; }

    /// <summary>How many a page holds at most.</summary>
    /// <value>100 by default; 1 to 1,000.</value>
    public int Top { get; init; } = 100;

    /// <summary>Where the page starts: the token of the page before.</summary>
    public string? ContinuationToken { get; init; }
}
