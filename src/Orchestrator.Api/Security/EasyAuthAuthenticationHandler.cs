using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Http;
using Orchestrator.Api.Monitoring;

namespace Orchestrator.Api.Security;

/// <summary>
/// Reads who calls from the header that App Service's authentication sets. The platform takes that header out of what clients
/// send, so it can be trusted exactly where the platform stands before the host.
/// </summary>
internal sealed class EasyAuthAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<ApiOptions> api)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "EasyAuth";
    public const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Context.Request.Headers[PrincipalHeader];
        if (presented.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        var principal = api.Value.TrustsEasyAuth && presented is [{ } header] ? ClientPrincipal.Read(header) : null;
        return Task.FromResult(principal is { Name.Length: > 0 } ? AuthenticateResult.Success(Ticket(principal)) : Refuse());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (Context.Request.Headers.ContainsKey(PrincipalHeader) && !api.Value.TrustsEasyAuth ? Problems.Spoofed() : Problems.NotSignedIn()).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.ForbidAsync(Context);

    private static AuthenticationTicket Ticket(ClientPrincipal principal)
    {
        var claims = principal.Roles.Select(role => new Claim(ClaimTypes.Role, role)).Prepend(new(ClaimTypes.Name, principal.Name));
        return new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName);
    }

    private static AuthenticateResult Refuse()
    {
        ApiMetrics.FailedAuthentications.Add(1);
        return AuthenticateResult.Fail("The header proves nothing.");
    }
}
