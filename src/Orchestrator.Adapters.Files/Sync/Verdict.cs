namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What a comparison found of an entry.</summary>
/// <param name="Before">How the index has it.</param>
/// <param name="After">How the next index has it. What differs is unknown there, and so copied anew.</param>
internal sealed record Verdict(SyncEntry Before, SyncEntry After)
{
    /// <summary>Whether it was found equal just now.</summary>
    internal bool IsCompared { get; init; }

    /// <summary>What differs although the leader has not changed it.</summary>
    internal string? Difference { get; init; }
}
