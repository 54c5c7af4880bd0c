using System.CommandLine;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary><c>report ID</c>: the evidence pack.</summary>
internal static class ReportVerb
{
    public static Command Create(CliHost host)
    {
        var id = CliOptions.Id();
        var format = new Option<string>("--format") { Description = "md, html or json.", DefaultValueFactory = _ => "md" };
        format.AcceptOnlyFromAmong("md", "html", "json");
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; the standard output by default." };
        var command = new Command("report", "Print the evidence pack: timeline, approvals, what was compared.") { id, format, output };
        command.SetAction((parsed, cancellation) =>
            RunAsync(new Verb(parsed, host), parsed.GetRequiredValue(id), parsed.GetValue(format)!, parsed.GetValue(output), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, string id, string format, FileInfo? output, CancellationToken cancellation)
    {
        using var api = verb.Connect();
        var chosen = verb.IsJson ? "json" : format;
        var accept = chosen switch { "md" => "text/markdown", "html" => "text/html", _ => "application/json" };
        var report = await api.GetTextAsync($"api/migrations/{Uri.EscapeDataString(id)}/report?format={chosen}", accept, cancellation);
        if (output is null)
            await verb.Host.Out.WriteLineAsync(report.TrimEnd());
        else
            await File.WriteAllTextAsync(output.FullName, report, cancellation);
        return ExitCodes.Done;
    }
}
