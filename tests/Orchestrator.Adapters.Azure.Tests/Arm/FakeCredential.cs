using Azure.Core;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

/// <summary>Gives a new token at each call, good for a day: <c>token-1</c>, <c>token-2</c> …</summary>
internal sealed class FakeCredential : TokenCredential
{
    private int _calls;

    /// <summary>What tokens were asked for.</summary>
    public List<string> Scopes { get; } = [];

    /// <summary>Fails every call with it when set.</summary>
    public Exception? Error { get; set; }

    /// <summary>Gives the first token for ever.</summary>
    public bool IsStuck { get; init; }

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        if (Error is not null)
            throw Error;
        Scopes.AddRange(requestContext.Scopes);
        return new($"token-{(IsStuck ? 1 : Interlocked.Increment(ref _calls))}", TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
