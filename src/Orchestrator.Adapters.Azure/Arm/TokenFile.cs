using Azure.Core;
using Azure.Identity;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>A token that lies in a file, for test servers, which know no identities. Read anew each time, so that it can be replaced.</summary>
/// <param name="path">The file.</param>
internal sealed class TokenFile(string path) : TokenCredential
{
    // Unknown to us; soon enough that a replaced file is seen.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return new AccessToken(File.ReadAllText(path).Trim(), TimeProvider.System.GetUtcNow() + Life);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CredentialUnavailableException($"The token file cannot be read: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
