using System.Numerics;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>
/// Finds the rows in which a relation differs: first the differing buckets of keys, then the keys inside of some of
/// them, so that memory stays small however many rows there are. Rows are never read, only keys and hashes.
/// </summary>
internal sealed class DifferenceFinder(Snapshot source, Snapshot target)
{
    private const int RowsPerBucket = 1024;
    private const int Most = 10;

    /// <summary>Finds the first differing keys, at most 10.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(Relation relation, Relation onTarget, long rows, CancellationToken cancellation)
    {
        if (relation.Columns != onTarget.Columns)
            return [$"columns differ: ({relation.Columns}) and ({onTarget.Columns})"];
        var count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(rows / RowsPerBucket, 1, 1 << 16));
        var buckets = await BothAsync(session => RelationReader.SumBucketsAsync(session, relation, count, cancellation), cancellation);
        var wanted = Differing(buckets.Source, buckets.Target).Order().Take(Most).ToList();
        if (wanted.Count == 0)
            return [];
        var keys = await BothAsync(session => RelationReader.SumKeysAsync(session, relation, count, wanted, cancellation), cancellation);
        return [.. Differing(keys.Source, keys.Target)
            .OrderBy(key => key.Length).ThenBy(key => key, StringComparer.Ordinal).Take(Most)
            .Select(key => $"{relation.KeyLabel}={key}: {Describe(keys.Source.GetValueOrDefault(key), keys.Target.GetValueOrDefault(key))}")];
    }

    private async Task<(T Source, T Target)> BothAsync<T>(Func<Connections.Session, Task<T>> read, CancellationToken cancellation)
    {
        var fromSource = source.UseAsync(read, cancellation);
        var fromTarget = target.UseAsync(read, cancellation);
        await Task.WhenAll(fromSource, fromTarget);
        return (await fromSource, await fromTarget);
    }

    private static IEnumerable<TKey> Differing<TKey>(Dictionary<TKey, RelationSums> one, Dictionary<TKey, RelationSums> other) where TKey : notnull =>
        one.Keys.Union(other.Keys).Where(key => one.GetValueOrDefault(key) != other.GetValueOrDefault(key));

    private static string Describe(RelationSums? source, RelationSums? target) => (source, target) switch
    {
        (_, null) => "missing on the target",
        (null, _) => "only on the target",
        _ when source.Count != target.Count => $"{source.Count} times on the source, {target.Count} times on the target",
        _ => "changed",
    };
}
