using Azure.Storage.Blobs.Models;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>Claims: a blob for each, which holds its owner. Every change is conditional on what was read.</summary>
/// <param name="blobs">The ledger's blobs.</param>
internal sealed class BlobClaims(LedgerBlobs blobs)
{
    private const int MostAttempts = 20;

    /// <summary>Claims something.</summary>
    /// <param name="key">What is claimed.</param>
    /// <param name="owner">Who claims it.</param>
    /// <param name="insteadOf">An owner whose claim may be taken over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Who owns it now.</returns>
    public Task<string> ClaimAsync(string key, string owner, string? insteadOf, CancellationToken cancellation) =>
        RepeatAsync(LedgerNames.ForClaim(key), name => TryClaimAsync(name, owner, insteadOf, cancellation));

    /// <summary>Gives a claim back.</summary>
    /// <param name="key">What was claimed.</param>
    /// <param name="owner">Who claimed it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The same owner, when the claim is not theirs any more.</returns>
    public Task<string> ReleaseAsync(string key, string owner, CancellationToken cancellation) =>
        RepeatAsync(LedgerNames.ForClaim(key), name => TryReleaseAsync(name, owner, cancellation));

    private async Task<string?> TryClaimAsync(string name, string owner, string? insteadOf, CancellationToken cancellation)
    {
        if (await blobs.WriteAsync(name, owner, LedgerBlobs.Missing, cancellation) is not null)
            return owner;
        if (await blobs.ReadAsync(name, known: null, cancellation) is not { } claim)
            return null;
        if (claim.Text != insteadOf)
            return claim.Text;
        return (await blobs.WriteAsync(name, owner, new BlobRequestConditions { IfMatch = claim.ETag }, cancellation))?.Text;
    }

    private async Task<string?> TryReleaseAsync(string name, string owner, CancellationToken cancellation)
    {
        var claim = await blobs.ReadAsync(name, known: null, cancellation);
        return claim?.Text != owner || await blobs.DeleteAsync(name, claim, cancellation) ? owner : null;
    }

    private async Task<string> RepeatAsync(string name, Func<string, Task<string?>> attempt)
    {
        for (var count = 0; count < MostAttempts; count++)
        {
            if (await attempt(name) is { } owner)
                return owner;
        }

        throw new AdapterException(
            $"it changed hands {MostAttempts} times meanwhile", blobs.LocationOf(name), "Find out who claims so often; the step is tried again", isTransient: true);
    }
}
