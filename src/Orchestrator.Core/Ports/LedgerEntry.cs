namespace Orchestrator.Core.Ports;

/// <summary>One entry of a migration's audit trail.</summary>
/// <param name="MigrationId">The migration.</param>
/// <param name="Id">Unique in the migration; a repetition has the same.</param>
/// <param name="Kind">What it is about: <c>started</c>, <c>step</c>, <c>undo</c>, <c>decision</c>, <c>request</c>, <c>state</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Actor">Who did it: the name of a caller, or <c>orchestrator</c>.</param>
/// <param name="Text">What happened, for people, without secrets.</param>
public sealed record LedgerEntry(string MigrationId, string Id, string Kind, DateTimeOffset At, string Actor, string Text)
{
    /// <summary>The facts as JSON, for programs.</summary>
    public string? DataJson { get; init; }

    /// <summary>The hash of this entry and the one before it; set by the ledger.</summary>
    public string? Hash { get; init; }
}
