using System.Runtime.CompilerServices;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>Finds out which migrations have changed without reading all of them again: what an overview of thousands stands on.</summary>
/// <param name="client">The engine.</param>
/// <param name="ledger">Where the evidence of syncs lies.</param>
/// <param name="progress">Progress of running steps.</param>
/// <param name="time">The clock.</param>
/// <threadsafety>Not thread safe: one reader, one call after the other.</threadsafety>
public sealed partial class MigrationWatch(IOrchestrationClient client, IMigrationLedger ledger, IProgressBoard progress, TimeProvider time)
{
    private const int PageSize = 1_000;
    private const int ReadsAtOnce = 16;

    // A change gets its time before it is committed, so one that is seen later can be older.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private DateTimeOffset? _from;
    private DateTimeOffset? _latest;

    /// <summary>Whether the next reading looks at everything, asked to or not.</summary>
    public bool LooksAtEverything => _from is null;

    /// <summary>Reads what has changed since the reading before; the first two readings read everything.</summary>
    /// <param name="everything">Whether to look at all migrations, which also finds those that are gone.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The changes in pages, at least one. After an error the next reading finds what this one did not.</returns>
    public async IAsyncEnumerable<MigrationChanges> ReadAsync(bool everything, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var query = new OrchestrationQuery { Names = MigrationFlows.Names, UpdatedFrom = everything ? null : _from, PageSize = PageSize, WithInputsAndOutputs = false };
        var (listed, latest) = (new HashSet<string>(StringComparer.Ordinal), _latest);
        do
        {
            var page = await client.QueryAsync(query, cancellation);
            listed.UnionWith(page.Instances.Select(instance => instance.InstanceId));
            latest = page.Instances.Select(instance => (DateTimeOffset?)instance.LastUpdatedAt).Append(latest).Max();
            yield return new(await ReadAsync(page.Instances, cancellation), []);
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);

        // Counted from the reading before, whose times are surely older than whatever changed while this one read its pages.
        (_from, _latest) = (_latest - Overlap, latest);
        if (query.UpdatedFrom is null)
            yield return new([], Forget(listed));
    }

    private async Task<IReadOnlyList<WatchedMigration>> ReadAsync(IEnumerable<OrchestrationInstance> listed, CancellationToken cancellation)
    {
        var whole = new List<OrchestrationInstance?>();
        foreach (var some in listed.Where(IsNews).Chunk(ReadsAtOnce))
            whole.AddRange(await Task.WhenAll(some.Select(instance => CompleteAsync(instance, cancellation))));
        return [.. whole.OfType<OrchestrationInstance>().Select(Note)]; // noted all at once, so that an error on the way loses nothing
    }

    private bool IsNews(OrchestrationInstance instance) =>
        !_known.TryGetValue(instance.InstanceId, out var known) || (known.UpdatedAt, known.State) != (instance.LastUpdatedAt, instance.State);

    // Not every host lists statuses, and the input is needed once.
    private async Task<OrchestrationInstance?> CompleteAsync(OrchestrationInstance instance, CancellationToken cancellation) =>
        instance.CustomStatusJson is not null && FactsOf(instance) is not null ? instance : await client.FindAsync(instance.InstanceId, cancellation);

    private MigrationFacts? FactsOf(OrchestrationInstance instance) =>
        _known.TryGetValue(instance.InstanceId, out var known) && known.CreatedAt == instance.CreatedAt ? known.Facts : null;

    private WatchedMigration Note(OrchestrationInstance instance)
    {
        var before = _known.GetValueOrDefault(instance.InstanceId);
        var facts = FactsOf(instance) ?? MigrationFacts.Read(instance);
        var migration = new WatchedMigration(WithLatestSync(StatusReader.Read(instance, progress, time), before?.Migration?.Status), facts);
        _known[instance.InstanceId] = new(instance.CreatedAt, instance.LastUpdatedAt, instance.State, facts)
        {
            Migration = instance.IsFinished ? null : migration,
            SyncReadAt = before?.SyncReadAt ?? default,
        };
        return migration;
    }

    private List<string> Forget(HashSet<string> listed)
    {
        var gone = _known.Keys.Where(id => !listed.Contains(id)).ToList();
        gone.ForEach(id => _known.Remove(id));
        return gone;
    }

    private sealed record Known(DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, OrchestrationState State, MigrationFacts Facts)
    {
        /// <summary>As it was last told; only while it can still move.</summary>
        public WatchedMigration? Migration { get; set; }

        /// <summary>When its sync was last looked at.</summary>
        public DateTimeOffset SyncReadAt { get; set; }
    }
}
