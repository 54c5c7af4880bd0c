using Azure.Core;
using Azure.Core.Pipeline;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Repeats a request once with a fresh token when its token was refused, as happens when it expires in mid-operation or is
/// withdrawn. Stands inside of the SDK's own policy, which keeps a token until its clock says that it has expired, and
/// replaces the refused token from then on.
/// </summary>
/// <param name="credential">Where tokens come from.</param>
/// <param name="scope">What they are for.</param>
internal sealed class FreshTokenPolicy(TokenCredential credential, string scope) : HttpPipelinePolicy
{
    private const int Unauthorized = 401;

    private volatile Replacement? _last;

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (_last is { } known && HeaderOf(message) == known.Refused)
            message.Request.Headers.SetValue(HttpHeader.Names.Authorization, known.Fresh);
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Status == Unauthorized && await RenewAsync(message))
            await ProcessNextAsync(message, pipeline);
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessAsync(message, pipeline).AsTask().GetAwaiter().GetResult();

    // The same token again would be refused again.
    private async ValueTask<bool> RenewAsync(HttpMessage message)
    {
        var refused = HeaderOf(message);
        var token = await credential.GetTokenAsync(new TokenRequestContext([scope]), message.CancellationToken);
        var fresh = $"Bearer {token.Token}";
        if (fresh == refused)
            return false;
        if (refused is not null)
            _last = new(refused, fresh);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, fresh);
        return true;
    }

    private static string? HeaderOf(HttpMessage message) =>
        message.Request.Headers.TryGetValue(HttpHeader.Names.Authorization, out var value) ? value : null;

    private sealed record Replacement(string Refused, string Fresh);
}
