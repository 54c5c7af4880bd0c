using System.Net;
using System.Text;

namespace Orchestrator.Api.Reports;

/// <summary>Writes a report as one HTML page without scripts and without anything from elsewhere.</summary>
internal static class HtmlReport
{
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>What the page may do: use its own style sheet and nothing else.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}" +
        "h2{margin-top:2rem;border-bottom:1px solid #d0d7de}table{border-collapse:collapse;width:100%}" +
        "th,td{border:1px solid #d0d7de;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}" +
        "th{background:#f6f8fa}td{white-space:pre-line}pre{background:#f6f8fa;padding:1rem;overflow:auto}";

    public static string Write(ReportDocument document)
    {
        var title = Escape(document.Title);
        var text = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append($"<meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{Style}</style></head>\n")
            .Append($"<body><h1>{title}</h1>\n");
        foreach (var section in document.Sections)
            WriteSection(text, section);
        return text.Append("</body></html>\n").ToString();
    }

    private static void WriteSection(StringBuilder text, ReportSection section)
    {
        text.Append($"<h2>{Escape(section.Title)}</h2>\n");
        if (section.Json is { } json)
            text.Append($"<pre>{Escape(json)}</pre>\n");
        else if (section.Rows.Count == 0)
            text.Append("<p>None.</p>\n");
        else
            WriteTable(text, section);
    }

    private static void WriteTable(StringBuilder text, ReportSection section)
    {
        text.Append("<table><thead>");
        WriteRow(text, "th", section.Columns);
        text.Append("</thead><tbody>");
        foreach (var row in section.Rows)
            WriteRow(text, "td", row);
        text.Append("</tbody></table>\n");
    }

    private static void WriteRow(StringBuilder text, string tag, IReadOnlyList<string> cells)
    {
        text.Append("<tr>");
        foreach (var cell in cells)
            text.Append($"<{tag}>{Escape(cell)}</{tag}>");
        text.Append("</tr>\n");
    }

    private static string Escape(string value) => WebUtility.HtmlEncode(value);
}
