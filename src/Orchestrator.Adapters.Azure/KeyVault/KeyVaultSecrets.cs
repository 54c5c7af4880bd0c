using System.Collections.Concurrent;
using Azure;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.KeyVault;

/// <summary>
/// Reads secrets from key vaults with the host's own identity. Which vaults may be asked, the caller has to check. A secret
/// is kept in memory for five minutes, so that many steps at once do not run into the vault's limits; a new version is
/// seen after that.
/// </summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class KeyVaultSecrets
{
    private const int Unauthorized = 401;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly ResourceManagerOptions _options;
    private readonly ArmConnector _connector;
    private readonly Lazy<HttpPipelineTransport> _transport;
    private readonly ConcurrentDictionary<string, SecretClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Uri, Known> _known = new();

    internal KeyVaultSecrets(ResourceManagerOptions options, ArmConnector connector)
    {
        (_options, _connector) = (options, connector);
        _transport = new(() => ArmTransport.Create(options.CaFile), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Reads a secret.</summary>
    /// <param name="secret">Its address, for example <c>https://contoso.vault.azure.net/secrets/orders</c>; a version may follow.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="AdapterException">There is no such secret, the identity may not read it, or the vault cannot be reached.</exception>
    public async ValueTask<string> ReadAsync(Uri secret, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (_known.TryGetValue(secret, out var known) && _connector.Time.GetUtcNow() < known.Until)
            return known.Value;
        var value = await FetchAsync(secret, cancellation);
        _known[secret] = new(value, _connector.Time.GetUtcNow() + Freshness);
        return value;
    }

    private async Task<string> FetchAsync(Uri secret, CancellationToken cancellation)
    {
        var parts = Parse(secret);
        try
        {
            return await AskAsync(secret, parts, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && KeyVaultErrors.Explain(error, secret) is { } explained)
        {
            throw explained;
        }
    }

    // A client keeps its token until the clock says that it has expired. One that was withdrawn before goes with its client.
    private async Task<string> AskAsync(Uri secret, (string Name, string? Version) parts, CancellationToken cancellation)
    {
        var vault = secret.GetLeftPart(UriPartial.Authority);
        try
        {
            return await AskAsync(vault, parts, cancellation);
        }
        catch (RequestFailedException refused) when (refused.Status == Unauthorized && _clients.TryRemove(vault, out _))
        {
            return await AskAsync(vault, parts, cancellation);
        }
    }

    private async Task<string> AskAsync(string vault, (string Name, string? Version) parts, CancellationToken cancellation)
    {
        var client = _clients.GetOrAdd(vault, address => Connect(new(address)));
        var answer = await client.GetSecretAsync(parts.Name, parts.Version, cancellationToken: cancellation);
        return answer.Value.Value;
    }

    private SecretClient Connect(Uri vault)
    {
        var own = new SecretClientOptions
        {
            Transport = _transport.Value,
            RetryPolicy = new QuickRetry(_connector.FirstRetryDelay),
            // A test server, which alone has an authority of its own, is in no vault's domain.
            DisableChallengeResourceVerification = _options.CaFile is not null,
        };
        own.Retry.NetworkTimeout = AnswerTimeout;
        own.Diagnostics.ApplicationId = "Orchestrator";
        return new SecretClient(vault, _connector.Credential, own);
    }

    private static (string Name, string? Version) Parse(Uri secret) =>
        secret is { IsAbsoluteUri: true, Scheme: "https", Query: "", UserInfo: "" } && secret.AbsolutePath.Trim('/').Split('/') is ["secrets", var name, .. { Length: <= 1 } version]
            ? (name, version.FirstOrDefault())
            : throw new AdapterException(
                "is no address of a secret", $"secret keyvault:{Scrubber.Clean(secret.OriginalString)}", "Write keyvault:https://VAULT/secrets/NAME or keyvault:https://VAULT/secrets/NAME/VERSION", isTransient: false);

    private sealed record Known(string Value, DateTimeOffset Until)
    {
        // The value is a secret, and records print themselves.
        public override string ToString() => nameof(Known);
    }
}
