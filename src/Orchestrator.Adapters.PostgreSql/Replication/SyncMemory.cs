using System.Collections.Concurrent;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What earlier looks at the syncs saw. Fine to lose: rates and ages are known again a few looks later.</summary>
internal sealed class SyncMemory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SyncHistory> _histories = new(StringComparer.Ordinal);

    /// <summary>What is remembered of a sync.</summary>
    public SyncHistory Of(string subscription) => _histories.GetOrAdd(subscription, _ => new SyncHistory(time));

    /// <summary>Forgets a sync.</summary>
    public void Forget(string subscription) => _histories.TryRemove(subscription, out _);
}
