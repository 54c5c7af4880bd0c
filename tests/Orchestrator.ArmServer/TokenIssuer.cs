using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Issues tokens and takes them back.</summary>
internal sealed class TokenIssuer(string tenantId)
{
    private readonly HashSet<string> _valid = [];
    private readonly Lock _lock = new();

    public JsonObject Issue()
    {
        var token = $"test-{Guid.NewGuid():N}";
        lock (_lock)
            _valid.Add(token);
        var expires = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        return new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_on"] = expires };
    }

    public void ExpireAll()
    {
        lock (_lock)
            _valid.Clear();
    }

    /// <summary>Nothing when the header carries a token that holds, otherwise the answer.</summary>
    public ArmAnswer? Refuse(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", "");
        lock (_lock)
        {
            if (_valid.Contains(authorization["Bearer ".Length..].Trim()))
                return null;
        }

        // What continuous access evaluation says: clients that understand it fetch a token that was issued later.
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var claims = new JsonObject { ["access_token"] = new JsonObject { ["nbf"] = new JsonObject { ["essential"] = true, ["value"] = after } } };
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return Unauthorized("ExpiredAuthenticationToken", "The access token expired.", $", error=\"insufficient_claims\", claims=\"{encoded}\"");
    }

    private ArmAnswer Unauthorized(string code, string message, string details) =>
        ArmAnswer.Error(401, code, message).With("WWW-Authenticate",
            $"Bearer authorization_uri=\"https://login.microsoftonline.com/{tenantId}\", realm=\"\"{details}");
}
