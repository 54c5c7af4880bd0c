using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orchestrator.Api.Http;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Reports;

/// <summary>The evidence pack as JSON, Markdown or HTML, as <c>format</c> or else the header <c>Accept</c> says.</summary>
internal static class ReportEndpoint
{
    public static async Task<IResult> GetAsync(string id, string? format, HttpContext context, MigrationService migrations)
    {
        var chosen = format is null ? Negotiate(context.Request) : Named(format);
        var report = await migrations.GetReportAsync(id, context.RequestAborted);
        return chosen switch
        {
            ReportFormat.Markdown => Results.Text(MarkdownReport.Write(ReportDocument.From(report)), MarkdownReport.ContentType),
            ReportFormat.Html => Page(context, ReportDocument.From(report)),
            _ => Results.Ok(report),
        };
    }

    private static IResult Page(HttpContext context, ReportDocument document)
    {
        context.Response.Headers.ContentSecurityPolicy = HtmlReport.Policy;
        return Results.Text(HtmlReport.Write(document), HtmlReport.ContentType);
    }

    private static ReportFormat Named(string format) => format switch
    {
        "md" => ReportFormat.Markdown,
        _ => QueryValues.Name<ReportFormat>(nameof(format), format),
    };

    private static ReportFormat Negotiate(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
            return ReportFormat.Json;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "The header Accept is malformed.");
        foreach (var range in accepted.OrderByDescending(range => range.Quality ?? 1).Where(range => range.Quality != 0))
        {
            if (Find(range) is { } format)
                return format;
        }
        throw new RequestRefusedException(StatusCodes.Status406NotAcceptable, "A report can be had as application/json, text/markdown or text/html.");
    }

    private static ReportFormat? Find(MediaTypeHeaderValue range)
    {
        foreach (var (type, format) in new[] { ("application/json", ReportFormat.Json), ("text/markdown", ReportFormat.Markdown), ("text/html", ReportFormat.Html) })
        {
            if (range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) || range.MatchesAllTypes || range.MatchesAllSubTypes && range.Type == type.Split('/')[0])
                return format;
        }
        return null;
    }
}
