using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>How far an audit trail reaches at least: written after the entries that it covers.</summary>
/// <param name="Count">How many entries there are.</param>
/// <param name="Hash">The hash of the last of them.</param>
internal sealed record TrailHead(long Count, string Hash)
{
    // What is no head covers nothing that exists: the trail is reported as changed, and nobody overwrites the proof.
    private static readonly TrailHead Unreadable = new(long.MaxValue, "");

    /// <summary>Reads a head.</summary>
    /// <param name="blob">Its blob, or <see langword="null"/> when there is none yet.</param>
    /// <returns>The head.</returns>
    public static TrailHead Parse(LedgerBlob? blob)
    {
        try
        {
            return blob is null ? new(0, "") : DurableJson.Read<TrailHead>(blob.Text) is { Count: > 0 } head ? head : Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    /// <summary>Whether a trail holds what this head covers.</summary>
    /// <param name="lines">The whole trail.</param>
    /// <returns>Whether it does.</returns>
    public bool IsIn(IReadOnlyList<TrailLine> lines) => Count == 0 || (Count <= lines.Count && lines[(int)Count - 1].Hash == Hash);
}
