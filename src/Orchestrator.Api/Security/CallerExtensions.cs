using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Security;

/// <summary>Who asks, as authentication knows them; a body never says it.</summary>
public static class CallerExtensions
{
    /// <summary>Reads the caller of a request that has been authenticated.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The caller; without a name and roles when nobody was authenticated.</returns>
    public static Caller GetCaller(this HttpContext context) => new(
        context.User.Identity?.Name ?? "",
        [.. context.User.FindAll(ClaimTypes.Role).Select(claim => claim.Value)]);
}
