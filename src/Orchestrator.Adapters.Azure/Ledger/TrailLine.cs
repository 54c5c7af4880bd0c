using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>A line of an audit trail's blob: an entry.</summary>
/// <param name="Id">As in the entry.</param>
/// <param name="Kind">As in the entry.</param>
/// <param name="At">As in the entry.</param>
/// <param name="Actor">As in the entry.</param>
/// <param name="Text">As in the entry.</param>
/// <param name="Data">As in the entry: text, so that it is kept to the letter.</param>
/// <param name="Hash">As in the entry.</param>
/// <param name="Mark">
/// Who appended it, which no hash covers: a writer whose answer was lost finds out here whether the entry is its own or
/// that of somebody who was faster with the same one.
/// </param>
internal sealed record TrailLine(
    string Id, string Kind, DateTimeOffset At, string Actor, string Text, string? Data, string Hash, string Mark)
{
    /// <summary>Makes the line of an entry.</summary>
    /// <param name="previousHash">The hash of the line before.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="mark">Who appends it.</param>
    /// <returns>The line.</returns>
    public static TrailLine Create(string previousHash, LedgerEntry entry, string mark) =>
        new(entry.Id, entry.Kind, entry.At, entry.Actor, entry.Text, entry.DataJson, LedgerChain.Hash(previousHash, entry), mark);

    /// <summary>Makes the entry of a line.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <returns>The entry.</returns>
    public LedgerEntry ToEntry(string migrationId) => new(migrationId, Id, Kind, At, Actor, Text) { DataJson = Data, Hash = Hash };
}
