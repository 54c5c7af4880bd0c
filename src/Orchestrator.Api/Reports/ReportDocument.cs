using System.Globalization;
using System.Text.Json;
using System.Xml;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Reports;

/// <summary>The evidence pack as people read it, before it is written as Markdown or HTML.</summary>
internal sealed record ReportDocument(string Title, IReadOnlyList<ReportSection> Sections)
{
    private static readonly JsonSerializerOptions Indented = new(DurableJson.Options) { WriteIndented = true };

    public static ReportDocument From(MigrationReport report) => new(
        $"{(report.Status.Rehearsal ? "Rehearsal" : "Migration")} of {report.Status.Workload}",
        [
            Summary(report.Status),
            Steps(report.Status),
            Approvals(report),
            .. report.Evidence.Select(evidence => new ReportSection($"Evidence: {evidence.Key}") { Json = Pretty(evidence.Value) }),
            Audit(report),
            .. report.Plan is { } plan ? [new ReportSection("Plan") { Json = Pretty(plan) }] : Array.Empty<ReportSection>(),
        ]);

    private static ReportSection Summary(MigrationStatus status) => new("Summary")
    {
        Columns = ["What", "Value"],
        Rows =
        [
            ["Id", status.Id],
            ["State", status.State.ToString()],
            ["Strategy", status.Strategy.ToString()],
            ["Users are on", status.Traffic.ToString()],
            ["Started by", status.StartedBy],
            ["Started", Text(status.StartedAt)],
            ["Finished", Text(status.FinishedAt)],
            ["Downtime", Text(status.Downtime)],
            ["Way back open until", Text(status.FallbackUntil)],
            ["Error", status.Error ?? ""],
        ],
    };

    private static ReportSection Steps(MigrationStatus status) => new("Steps")
    {
        Columns = ["Step", "State", "Started", "Duration", "Attempts", "Outcome", "Undo"],
        Rows = [.. status.Steps.Select(step => (IReadOnlyList<string>)
        [
            step.Title, step.State.ToString(), Text(step.StartedAt), Text(step.FinishedAt - step.StartedAt),
            step.Attempt.ToString(CultureInfo.InvariantCulture), step.Error ?? step.Summary ?? "", step.Undoes ?? "",
        ])],
    };

    private static ReportSection Approvals(MigrationReport report) => new("Approvals")
    {
        Columns = ["When", "Who", "Gate", "Decision", "Comment", "Evidence seen"],
        Rows = [.. report.Approvals.Select(request => (IReadOnlyList<string>)
            [Text(request.At), request.By, request.Gate ?? "", request.Kind.ToString(), request.Comment ?? "", request.EvidenceHash ?? ""])],
    };

    private static ReportSection Audit(MigrationReport report) => new("Audit trail")
    {
        Columns = ["When", "Who", "What", "Hash"],
        Rows = [.. report.Audit.Select(entry => (IReadOnlyList<string>)[Text(entry.At), entry.Actor, entry.Text, entry.Hash ?? ""])],
    };

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Text(TimeSpan? duration) => duration is { } length ? XmlConvert.ToString(TimeSpan.FromMilliseconds(Math.Round(length.TotalMilliseconds))) : "";

    private static string Pretty<T>(T value) => JsonSerializer.Serialize(value, Indented);
}
