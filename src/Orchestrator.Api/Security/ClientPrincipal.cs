using System.Security.Claims;
using System.Text.Json;

namespace Orchestrator.Api.Security;

/// <summary>Who calls, as App Service's authentication writes it into a header: base64 of JSON.</summary>
/// <remarks>Source: App Service, "Work with user identities in Azure App Service authentication".</remarks>
internal sealed class ClientPrincipal
{
    private const string ShortRole = "roles";

    private static readonly string[] ObjectIdClaims = ["oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"];

    // For people; names change and can be set by another tenant, so they never stand alone.
    private static readonly string[] NameClaims = ["preferred_username", ClaimTypes.Upn, ClaimTypes.Email, "email", "azp", "appid"];

    private readonly IReadOnlyList<(string Type, string Value)> _claims;
    private readonly string _roleType;

    private ClientPrincipal(IReadOnlyList<(string Type, string Value)> claims, string roleType) => (_claims, _roleType) = (claims, roleType);

    /// <summary>The name that decisions are recorded under: the sign-in name, or an application's client id, and the directory's id of the account; empty without the latter.</summary>
    public string Name => First(ObjectIdClaims) is not { } id ? "" : First(NameClaims) is { } name ? $"{name} ({id})" : id;

    /// <summary>The roles of ours among the app roles, in our words.</summary>
    public IReadOnlyList<string> Roles =>
    [
        .. _claims.Where(claim => claim.Type == _roleType || claim.Type == ShortRole || claim.Type == ClaimTypes.Role)
            .Select(claim => Security.Roles.All.FirstOrDefault(role => string.Equals(role, claim.Value, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>().Distinct(),
    ];

    /// <summary>Reads the header.</summary>
    /// <returns>The principal, or <see langword="null"/> when it is malformed.</returns>
    public static ClientPrincipal? Read(string header)
    {
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(header));
            var root = document.RootElement;
            var claims = root.GetProperty("claims").EnumerateArray().Select(claim => (Text(claim, "typ"), Text(claim, "val"))).ToList();
            return new(claims, root.TryGetProperty("role_typ", out _) ? Text(root, "role_typ") : ClaimTypes.Role);
        }
        catch (Exception error) when (error is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private string? First(string[] types) => types.Select(Find).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private string? Find(string type) => _claims.FirstOrDefault(claim => claim.Type == type).Value;
}
