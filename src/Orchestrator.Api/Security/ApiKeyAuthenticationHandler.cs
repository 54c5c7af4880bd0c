using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Api.Http;
using Orchestrator.Api.Monitoring;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Security;

/// <summary>Reads the key from the header <c>x-functions-key</c> or the query's <c>code</c>, as Azure Functions does.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyFile keys, FailedAttempts failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string HeaderName = "x-functions-key";

    private TimeSpan? _slowDown;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Context.Request.Headers.TryGetValue(HeaderName, out var header) ? header : Context.Features.Get<QueryCode>()?.Values ?? default;
        if (presented.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        var caller = presented is [{ Length: > 0 and <= 256 } key] ? keys.Find(key) : null;
        return Task.FromResult(caller is null ? Refuse() : AuthenticateResult.Success(Ticket(caller)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_slowDown is { } wait)
            return Problems.TooManyWrongKeys(wait).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = $"{SchemeName} realm=\"orchestrator\"";
        return Problems.Unauthenticated().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.ForbidAsync(Context);

    private static AuthenticationTicket Ticket(Caller caller)
    {
        var claims = caller.Roles.Select(role => new Claim(ClaimTypes.Role, role)).Prepend(new(ClaimTypes.Name, caller.Name));
        return new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName);
    }

    private AuthenticateResult Refuse()
    {
        var address = Context.Connection.RemoteIpAddress ?? IPAddress.None;
        ApiMetrics.FailedAuthentications.Add(1);
        _slowDown = failures.Count(address);
        if (_slowDown is null)
            Log.WrongKey(Logger, address);
        return AuthenticateResult.Fail("The key opens nothing.");
    }
}
