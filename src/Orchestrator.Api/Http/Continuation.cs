using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Http;

/// <summary>The token of the next page: in the header that Durable Functions uses or, for our own routes, in the query.</summary>
internal static class Continuation
{
    public const string HeaderName = "x-ms-continuation-token";

    public static string? Read(HttpContext context, string? fromQuery = null)
    {
        var header = context.Request.Headers[HeaderName].ToString();
        var token = header.Length > 0 ? header : fromQuery ?? "";
        return token.Length > 0 ? token : null;
    }

    public static void Write(HttpContext context, string? token)
    {
        if (token is not null)
            context.Response.Headers[HeaderName] = token;
    }

    /// <summary>Runs a query; a token that no page has given is the client's fault.</summary>
    /// <exception cref="RequestRefusedException">The token is not one of ours (400).</exception>
    public static async Task<T> TryAsync<T>(string? token, Func<Task<T>> query)
    {
        try
        {
            return await query();
        }
        catch (Exception error) when (token is not null && error is FormatException or ArgumentException or OverflowException)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "The continuation token is not one that a page has given.");
        }
    }
}
