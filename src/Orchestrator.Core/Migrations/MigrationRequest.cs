namespace Orchestrator.Core.Migrations;

/// <summary>What a person asked of a migration: stored in the ledger before the migration hears of it.</summary>
/// <param name="Id">Unique in the migration; a repetition has the same.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="By">Who asks, as authentication knows them.</param>
/// <param name="At">When it was stored.</param>
public sealed record MigrationRequest(string Id, RequestKind Kind, string By, DateTimeOffset At)
{
    /// <summary>The ledger entries that hold requests are of this kind.</summary>
    public const string EntryKind = "request";

    /// <summary>The event that tells a migration to read its requests. It carries nothing: the ledger alone counts.</summary>
    public const string WakeEvent = "wake";

    /// <summary>Why, in the person's words.</summary>
    public string? Comment { get; init; }

    /// <summary>The gate that is decided.</summary>
    public string? Gate { get; init; }

    /// <summary>The hash of the evidence that the person saw.</summary>
    public string? EvidenceHash { get; init; }

    /// <summary>The held step that is decided.</summary>
    public string? Step { get; init; }

    /// <summary>The revision of the status that the person saw; a decision about something that is over by now does not count.</summary>
    public long Revision { get; init; }

    /// <summary>Whether writes that only the target has may be left behind.</summary>
    public bool AcceptLoss { get; init; }
}
