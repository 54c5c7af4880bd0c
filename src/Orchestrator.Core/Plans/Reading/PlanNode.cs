namespace Orchestrator.Core.Plans.Reading;

/// <summary>A value of a plan file and its place: what both formats are parsed into.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal sealed record PlanNode(PlanNodeKind Kind, int Line, int Column)
{
    /// <summary>A scalar as it is written, without quotes.</summary>
    public string Text { get; init; } = "";

    /// <summary>The values of a list.</summary>
    public List<PlanNode> Items { get; } = [];

    /// <summary>The keys and values of an object, in the order of the file; keys may be there twice.</summary>
    public List<PlanEntry> Entries { get; } = [];

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The first value; <see langword="null"/> when there is none.</returns>
    public PlanNode? Find(string key) => Entries.Find(entry => entry.Key.Text == key)?.Value;

    /// <summary>The text of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text; <see langword="null"/> when there is none or it is something else.</returns>
    public string? FindText(string key) => Find(key) is { Kind: PlanNodeKind.Text } node ? node.Text : null;

    /// <summary>The values of a list under a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The values; none when there is no list.</returns>
    public IReadOnlyList<PlanNode> FindItems(string key) => Find(key)?.Items ?? [];
}
