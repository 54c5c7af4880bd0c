using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Http;

namespace Orchestrator.Api.Durable;

/// <summary>The addresses by which an instance is managed, as the Durable Functions HTTP API gives them.</summary>
internal sealed record DurableUris(
    string Id, string StatusQueryGetUri, string SendEventPostUri, string TerminatePostUri, string PurgeHistoryDeleteUri,
    string SuspendPostUri, string ResumePostUri)
{
    public const string Base = "/runtime/webhooks/durabletask";

    /// <summary>
    /// Makes them. A client that brought its key in the query gets its own key back in them, because clients of the
    /// original follow these addresses as they are; a client that sent it as a header gets none.
    /// </summary>
    public static DurableUris For(HttpContext context, string id)
    {
        var instance = $"{Root(context)}{Base}/instances/{Uri.EscapeDataString(id)}";
        string Of(string path, string query = "") => WithCode(context, instance + path + query);
        return new(
            id, Of(""), Of("/raiseEvent/{eventName}"), Of("/terminate", "?reason={text}"), Of(""),
            Of("/suspend", "?reason={text}"), Of("/resume", "?reason={text}"));
    }

    private static string Root(HttpContext context) =>
        $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}{context.Request.PathBase.ToUriComponent()}";

    private static string WithCode(HttpContext context, string uri) =>
        context.Features.Get<QueryCode>()?.Values is [{ } code] ? $"{uri}{(uri.Contains('?') ? '&' : '?')}code={Uri.EscapeDataString(code)}" : uri;
}
