using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Migrations;

/// <summary>The addresses by which a migration is followed and steered. They hold no key.</summary>
internal sealed record MigrationUris(
    string Id, string StatusUri, string EventsUri, string ApprovalsUri, string DecisionsUri, string PauseUri, string ResumeUri, string CancelUri,
    string RollbackUri, string FinalizeUri, string ReportUri, string AuditUri)
{
    public const string Base = "/api/migrations";

    public static MigrationUris For(HttpRequest request, string id)
    {
        var own = $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}{Base}/{Uri.EscapeDataString(id)}";
        return new(
            id, own, $"{own}/events", $"{own}/approvals/{{gate}}", $"{own}/decisions", $"{own}/pause", $"{own}/resume", $"{own}/cancel",
            $"{own}/rollback", $"{own}/finalize", $"{own}/report", $"{own}/audit");
    }

    /// <summary>The answer to something that was asked of a migration and is being done.</summary>
    public static IResult Accepted(HttpContext context, string id)
    {
        var uris = For(context.Request, id);
        context.Response.Headers.RetryAfter = "2";
        return Results.Accepted(uris.StatusUri, uris);
    }
}
