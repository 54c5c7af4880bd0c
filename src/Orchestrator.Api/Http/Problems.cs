using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Orchestrator.Api.Security;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Api.Http;

/// <summary>Errors as <c>application/problem+json</c>: what happened, and what the reader can do about it.</summary>
internal static class Problems
{
    /// <summary>Describes an error; one that the product did not foresee is described without its message.</summary>
    public static IResult From(Exception error) => error switch
    {
        RequestRefusedException refused => Create(refused.Status, refused.Message),
        BadHttpRequestException bad => Create(bad.StatusCode, "The request cannot be read: it is malformed, cut off or too large."),
        MigrationNotFoundException or OrchestrationNotFoundException => Own(StatusCodes.Status404NotFound, error),
        MigrationConflictException or OrchestrationAlreadyExistsException => Own(StatusCodes.Status409Conflict, error),
        MigrationFinishedException or OrchestrationFinishedException => Own(StatusCodes.Status410Gone, error),
        PlanInvalidException invalid => Create(invalid),
        NotAllowedException => Own(StatusCodes.Status403Forbidden, error),
        KeyFileException => Create(StatusCodes.Status503ServiceUnavailable, "The server cannot read its key file. Its log says why."),
        OrchestratorException { IsTransient: true } => Later(Own(StatusCodes.Status503ServiceUnavailable, error), TimeSpan.FromSeconds(5)),
        OrchestratorException => Own(StatusCodes.Status500InternalServerError, error),
        _ => Create(StatusCodes.Status500InternalServerError, "Something went wrong that should not have. The server's log has the details."),
    };

    public static IResult Create(int status, string detail, string? remedy = null) =>
        Results.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), extensions: remedy is null
            ? null
            : new Dictionary<string, object?> { ["remedy"] = remedy });

    private static IResult Create(PlanInvalidException invalid) => Results.Problem(
        $"The plan has {(invalid.Problems.Count == 1 ? "a problem" : $"{invalid.Problems.Count} problems")}.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: ReasonPhrases.GetReasonPhrase(StatusCodes.Status422UnprocessableEntity),
        extensions: new Dictionary<string, object?> { ["remedy"] = invalid.Remedy, ["problems"] = invalid.Problems });

    public static IResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, detail);

    public static IResult Unauthenticated() => Create(
        StatusCodes.Status401Unauthorized,
        "This needs a key that the server knows.",
        $"Send one in the header {ApiKeyAuthenticationHandler.HeaderName}. 'orchestrator keys add' makes one.");

    public static IResult NotSignedIn() => Create(
        StatusCodes.Status401Unauthorized,
        "This needs a caller who has signed in.",
        "Sign in with an account that has one of the application's roles: Reader, Operator, Approver or Admin.");

    public static IResult Spoofed() => Create(
        StatusCodes.Status401Unauthorized,
        $"The header {EasyAuthAuthenticationHandler.PrincipalHeader} proves nothing here: no App Service authentication stands before this host.",
        "Leave the header out and bring a key, or turn authentication on where the host runs.");

    /// <summary>Says what the caller lacks.</summary>
    public static Task ForbidAsync(HttpContext context)
    {
        var policy = context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? Permissions.Read;
        return Forbidden(context.GetCaller(), Permissions.RolesByPermission[policy]).ExecuteAsync(context);
    }

    private static IResult Forbidden(Caller caller, IReadOnlyList<string> roles) => Create(
        StatusCodes.Status403Forbidden,
        $"{caller.Name} may not do that with the role {string.Join(" and ", caller.Roles)}: it needs {string.Join(" or ", roles)}.",
        "Ask an administrator for that role.");

    public static IResult TooManyWrongKeys(TimeSpan wait) =>
        Later(Create(StatusCodes.Status429TooManyRequests, "Too many requests with a wrong key came from this address."), wait);

    private static IResult Own(int status, Exception error) => Create(status, error.Message, (error as OrchestratorException)?.Remedy);

    private static RetryLaterResult Later(IResult inner, TimeSpan wait) => new(inner, wait);

    private sealed class RetryLaterResult(IResult inner, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return inner.ExecuteAsync(httpContext);
        }
    }
}
