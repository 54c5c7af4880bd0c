using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Ledger;

/// <summary>A ledger in blobs, for any number of instances. <see cref="LedgerNames"/> tells the layout.</summary>
/// <remarks>
/// <para>The chain shows an entry that was changed or removed, and the head shows a trail whose end was cut off or that was
/// replaced or removed whole. Whoever may write all blobs and knows the chain can forge both; a head that is missing
/// proves nothing, for the process may have died before it wrote the first; and the last entry can be cut off unseen
/// when the process died before it moved the head. Documents and claims are not chained: the entries name
/// the hashes of the evidence that counts. So let nobody but the host's identity write the container, turn on versioning
/// and soft delete (which keep what is overwritten or deleted), and export trails elsewhere.</para>
/// <para>An append blob takes 50,000 blocks, and every entry is one:
/// https://learn.microsoft.com/rest/api/storageservices/append-block.</para>
/// </remarks>
/// <param name="blobs">The container's blobs.</param>
/// <param name="logger">Takes logs.</param>
/// <param name="entriesPerBlob">How many entries a blob takes, for tests.</param>
internal sealed class BlobLedger(LedgerBlobs blobs, ILogger<BlobLedger> logger, int entriesPerBlob = 50_000) : IMigrationLedger
{
    // What is kept of trails only saves requests, so that it may be forgotten at any time.
    private const int MostTrails = 100;

    private readonly ConcurrentDictionary<string, BlobTrail> _trails = new(StringComparer.Ordinal);
    private readonly BlobClaims _claims = new(blobs);

    /// <inheritdoc/>
    public Task<bool> AppendAsync(LedgerEntry entry, CancellationToken cancellation = default) =>
        ExplainAsync(LedgerNames.ForAudit(entry.MigrationId, 0), () => Trail(entry.MigrationId).AppendAsync(entry, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(string migrationId, CancellationToken cancellation = default) =>
        ExplainAsync(LedgerNames.ForAudit(migrationId, 0), () => Trail(migrationId).ReadAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<string> WriteDocumentAsync(string migrationId, string name, string json, CancellationToken cancellation = default)
    {
        var blob = LedgerNames.ForDocument(migrationId, name);
        return ExplainAsync(
            blob,
            async () =>
            {
                await blobs.WriteAsync(blob, json, condition: null, cancellation);
                return LedgerChain.HashDocument(json);
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<string?> ReadDocumentAsync(string migrationId, string name, CancellationToken cancellation = default)
    {
        var blob = LedgerNames.ForDocument(migrationId, name);
        return ExplainAsync(blob, async () => (await blobs.ReadAsync(blob, known: null, cancellation))?.Text, cancellation);
    }

    /// <inheritdoc/>
    public Task<string> ClaimAsync(string key, string owner, string? insteadOf = null, CancellationToken cancellation = default) =>
        ExplainAsync(LedgerNames.ForClaim(key), () => _claims.ClaimAsync(key, owner, insteadOf, cancellation), cancellation);

    /// <inheritdoc/>
    public Task ReleaseAsync(string key, string owner, CancellationToken cancellation = default) =>
        ExplainAsync(LedgerNames.ForClaim(key), () => _claims.ReleaseAsync(key, owner, cancellation), cancellation);

    private BlobTrail Trail(string migrationId)
    {
        if (_trails.Count > MostTrails)
            _trails.Clear();
        return _trails.GetOrAdd(migrationId, id => new BlobTrail(blobs, id, entriesPerBlob, logger));
    }

    private Task<T> ExplainAsync<T>(string blob, Func<Task<T>> work, CancellationToken cancellation) =>
        BlobErrors.ExplainAsync(blobs.LocationOf(blob), work, cancellation);
}
