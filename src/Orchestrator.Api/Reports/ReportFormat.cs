namespace Orchestrator.Api.Reports;

/// <summary>How a report is written.</summary>
internal enum ReportFormat
{
    /// <summary>For programs; the default.</summary>
    Json,

    /// <summary>For people and for version control.</summary>
    Markdown,

    /// <summary>For people: one page without scripts.</summary>
    Html,
}
