namespace Orchestrator.Adapters.Azure.TrafficManager;

/// <summary>What a migration keeps of a profile before it changes it, and how far a shift is.</summary>
/// <param name="Former">The shares as they were found.</param>
internal sealed record ShiftJournal(EndpointShares Former)
{
    /// <summary>The stage that was begun; -1 before the first and after going back.</summary>
    public int Stage { get; init; } = -1;

    /// <summary>Since when that stage is in force; <see langword="null"/> while that is not certain.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when caches may still hold what was in force before the last change.</summary>
    public DateTimeOffset StaleUntil { get; init; }
}
