using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Api.Reports;

/// <summary>Writes a report as Markdown with GitHub's tables.</summary>
internal static partial class MarkdownReport
{
    public const string ContentType = "text/markdown; charset=utf-8";

    public static string Write(ReportDocument document)
    {
        var text = new StringBuilder().Append("# ").Append(Escape(document.Title)).Append('\n');
        foreach (var section in document.Sections)
        {
            text.Append("\n## ").Append(Escape(section.Title)).Append("\n\n");
            if (section.Json is { } json)
                WriteCode(text, json);
            else if (section.Rows.Count == 0)
                text.Append("None.\n");
            else
                WriteTable(text, section);
        }
        return text.ToString();
    }

    private static void WriteTable(StringBuilder text, ReportSection section)
    {
        WriteRow(text, section.Columns);
        WriteRow(text, [.. section.Columns.Select(_ => "---")]);
        foreach (var row in section.Rows)
            WriteRow(text, [.. row.Select(Escape)]);
    }

    private static void WriteRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // The fence must be longer than any run of backticks inside.
    private static void WriteCode(StringBuilder text, string json)
    {
        var fence = new string('`', Backticks().Matches(json).Select(run => run.Length).Append(2).Max() + 1);
        text.Append(fence).Append("json\n").Append(json).Append('\n').Append(fence).Append('\n');
    }

    private static string Escape(string cell) =>
        Special().Replace(cell, @"\$0").Replace("<", "&lt;").Replace("\r", "").Replace("\n", "<br>");

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#]")]
    private static partial Regex Special();
}
