namespace Orchestrator.Api.Reports;

/// <summary>A part of a report: a table, or a block of JSON.</summary>
internal sealed record ReportSection(string Title)
{
    /// <summary>The heads of the columns; none for a section without a table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    public string? Json { get; init; }
}
