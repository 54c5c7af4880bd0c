using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>One blob of an audit trail as it was last seen.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Blob">The blob; its text is not kept.</param>
internal sealed record TrailSegment(IReadOnlyList<TrailLine> Lines, LedgerBlob Blob)
{
    /// <summary>One that is to be begun.</summary>
    public static TrailSegment Empty { get; } = new([], new LedgerBlob("", 0, default));

    /// <summary>Reads the lines of a blob.</summary>
    /// <param name="migrationId">The migration, for errors.</param>
    /// <param name="blob">The blob.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="LedgerTamperedException">They are not lines that this product wrote.</exception>
    public static TrailSegment Parse(string migrationId, LedgerBlob blob)
    {
        var texts = blob.Text.Split('\n');
        // A block is appended whole or not at all, so that a last line without an end was not written here.
        if (texts[^1].Length > 0)
            throw Tampered(migrationId, texts.Length);
        var lines = texts[..^1].Select((text, index) => TryParse(text) ?? throw Tampered(migrationId, index + 1));
        return new([.. lines], blob with { Text = "" });
    }

    private static TrailLine? TryParse(string text)
    {
        try
        {
            return DurableJson.Read<TrailLine>(text) is { Id: not null, Kind: not null, Actor: not null, Text: not null, Hash: not null } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LedgerTamperedException Tampered(string migrationId, int number) => new(migrationId, $"(line {number})");
}
