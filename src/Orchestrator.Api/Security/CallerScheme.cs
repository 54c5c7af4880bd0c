using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orchestrator.Api.Security;

/// <summary>Which way of saying who calls counts for a request.</summary>
internal static class CallerScheme
{
    public const string Name = "Caller";

    /// <summary>A principal that the platform sends, or claims to send, is judged before any key.</summary>
    public static string Choose(HttpContext context) =>
        context.Request.Headers.ContainsKey(EasyAuthAuthenticationHandler.PrincipalHeader) || !Options(context).TakesKeys
            ? EasyAuthAuthenticationHandler.SchemeName
            : ApiKeyAuthenticationHandler.SchemeName;

    private static ApiOptions Options(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value;
}
