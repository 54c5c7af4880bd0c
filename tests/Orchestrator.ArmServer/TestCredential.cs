using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;

namespace Orchestrator.Testing.Arm;

/// <summary>Fetches tokens from an <see cref="ArmServer"/>, over the wire, so that another process can do it as well.</summary>
public sealed class TestCredential : TokenCredential, IDisposable
{
    private readonly Uri _issuer;
    private readonly HttpClient _client;
    private int _fetched;

    /// <summary>A credential for a server.</summary>
    /// <param name="endpoint">Where the server listens.</param>
    /// <param name="certificate">The one certificate to trust.</param>
    public TestCredential(Uri endpoint, X509Certificate2 certificate)
    {
        _issuer = new Uri(endpoint, "/oauth2/token");
        _client = new HttpClient(ServerCertificate.HandlerFor(certificate));
    }

    /// <summary>How many tokens this credential has fetched.</summary>
    public int Fetched => Volatile.Read(ref _fetched);

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _issuer);
        using var answer = _client.Send(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var body = answer.Content.ReadAsStream(cancellationToken);
        return Parse(JsonDocument.Parse(body));
    }

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsync(_issuer, content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return Parse(await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private AccessToken Parse(JsonDocument answer)
    {
        using (answer)
        {
            Interlocked.Increment(ref _fetched);
            var expires = DateTimeOffset.FromUnixTimeSeconds(answer.RootElement.GetProperty("expires_on").GetInt64());
            return new AccessToken(answer.RootElement.GetProperty("access_token").GetString()!, expires);
        }
    }
}
