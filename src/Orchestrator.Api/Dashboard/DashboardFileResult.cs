using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Orchestrator.Api.Dashboard;

/// <summary>Answers with a file of the pages: compressed when the client takes that, and with nothing when it has it already.</summary>
internal sealed class DashboardFileResult(DashboardFile file) : IResult
{
    /// <summary>What the pages may do: load what lies beside them and talk to this server. Nothing inline, nothing from elsewhere, in no frame.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var encoding = Choose(request);
        var tag = file.TagOf(encoding);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-cache"; // kept, and asked for each time: a new build shows at once
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.ETag = tag;
        if (IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var bytes = file.BytesOf(encoding);
        response.ContentType = file.ContentType;
        response.ContentLength = bytes.Length;
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private static string? Choose(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
            return null;
        return Array.Find([DashboardFile.Brotli, DashboardFile.Gzip], encoding => accepted.Any(one =>
            one.Quality != 0 && one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(one => one.Tag == "*" || one.Compare(new(tag), useStrongComparison: false));
}
