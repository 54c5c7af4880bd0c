using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.Ledger;

/// <summary>A ledger that forgets when the process ends.</summary>
public sealed class InMemoryLedger : IMigrationLedger
{
    private readonly Lock _lock = new();

    /// <summary>Whether it is away: documents and claims cannot be reached then.</summary>
    public bool IsAway { get; set; }

    private readonly Dictionary<string, List<LedgerEntry>> _trails = [];
    private readonly Dictionary<(string, string), string> _documents = [];
    private readonly Dictionary<string, string> _claims = [];

    public Task<bool> AppendAsync(LedgerEntry entry, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            var trail = Trail(entry.MigrationId);
            if (trail.Any(other => other.Id == entry.Id))
            {
                return Task.FromResult(false);
            }

            trail.Add(entry with { Hash = LedgerChain.Hash(trail.LastOrDefault()?.Hash ?? LedgerChain.Root, entry) });
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(string migrationId, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            IReadOnlyList<LedgerEntry> entries = [.. Trail(migrationId)];
            LedgerChain.Verify(migrationId, entries);
            return Task.FromResult(entries);
        }
    }

    public Task<string> WriteDocumentAsync(string migrationId, string name, string json, CancellationToken cancellation = default)
    {
        ThrowIfAway();
        lock (_lock)
        {
            _documents[(migrationId, name)] = json;
            return Task.FromResult(LedgerChain.HashDocument(json));
        }
    }

    public Task<string?> ReadDocumentAsync(string migrationId, string name, CancellationToken cancellation = default)
    {
        ThrowIfAway();
        lock (_lock)
        {
            return Task.FromResult(_documents.GetValueOrDefault((migrationId, name)));
        }
    }

    public Task<string> ClaimAsync(string key, string owner, string? insteadOf = null, CancellationToken cancellation = default)
    {
        ThrowIfAway();
        lock (_lock)
        {
            if (!_claims.TryAdd(key, owner) && _claims[key] == insteadOf)
            {
                _claims[key] = owner;
            }

            return Task.FromResult(_claims[key]);
        }
    }

    public Task ReleaseAsync(string key, string owner, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            ((ICollection<KeyValuePair<string, string>>)_claims).Remove(new(key, owner));
            return Task.CompletedTask;
        }
    }

    private void ThrowIfAway()
    {
        if (IsAway)
            throw new AdapterException("it is away", "the ledger", "Wait for it", isTransient: true);
    }

    private List<LedgerEntry> Trail(string migrationId) =>
        _trails.TryGetValue(migrationId, out var trail) ? trail : _trails[migrationId] = [];
}
