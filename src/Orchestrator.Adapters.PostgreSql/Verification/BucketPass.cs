using System.Numerics;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>
/// Compares a table without a usable key while both sides move: its rows fall into buckets by their hash, and each bucket
/// must be found equal once. Changes in between touch few of them, so a few looks at the whole table will do.
/// </summary>
internal sealed class BucketPass(Job job, MovingSides sides)
{
    private const int RowsPerBucket = 256;
    private const int FewestBuckets = 256;
    private const int MostBuckets = 1 << 16;
    private const int EnoughLooks = 2;

    /// <summary>Looks at all rows once.</summary>
    /// <param name="table">The table.</param>
    /// <param name="number">The number of the pass.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether the follower has come along.</returns>
    public async Task<bool> CompareNextAsync(TrackedTable table, int number, CancellationToken cancellation)
    {
        var pass = table.Pass ??= new TablePass();
        var equal = pass.EqualBuckets ??= new bool[CountBuckets(table.EstimatedRows)];
        var (onLeader, snapshot) = await ReadLeaderAsync(table, equal.Length, cancellation);
        if (!await sides.WaitAppliedAsync(await sides.ReadPositionAsync(cancellation), cancellation))
            return false;
        var onFollower = await RelationReader.SumBucketsAsync(sides.Follower, table.Relation, equal.Length, cancellation);
        var differing = 0;
        for (var bucket = 0; bucket < equal.Length; bucket++)
        {
            var isEqual = onLeader.GetValueOrDefault(bucket) == onFollower.GetValueOrDefault(bucket);
            equal[bucket] |= isEqual;
            differing += isEqual ? 0 : 1;
        }

        pass.Sums = onLeader.Values.Aggregate(default(RowSums), (sum, bucket) => sum + RowSums.Of(bucket));
        await JudgeAsync(table, differing, cancellation);
        if (!equal.Contains(false))
            table.Prove(pass.Sums.Count, snapshot, number);
        return true;
    }

    private async Task<(Dictionary<long, RelationSums> Buckets, string Snapshot)> ReadLeaderAsync(TrackedTable table, int buckets, CancellationToken cancellation)
    {
        await sides.Leader.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", cancellation);
        var snapshot = await sides.Leader.ScalarAsync<string>("SELECT pg_current_snapshot()::text", cancellation);
        var sums = await RelationReader.SumBucketsAsync(sides.Leader, table.Relation, buckets, cancellation);
        await sides.Leader.ExecuteAsync("COMMIT", cancellation);
        return (sums, snapshot);
    }

    private async Task JudgeAsync(TrackedTable table, int differing, CancellationToken cancellation)
    {
        if (differing == 0)
            (table.Changes, table.Unexplained, table.WholeDifferences) = (0, null, []);
        else if ((table.Unexplained ??= 0) >= EnoughLooks)
            table.WholeDifferences = await FindAsync(table, cancellation);
    }

    private async Task<IReadOnlyList<string>> FindAsync(TrackedTable table, CancellationToken cancellation)
    {
        await using var source = await Snapshot.TakeAsync(job.Source, job.Name, cancellation);
        await using var target = await Snapshot.TakeAsync(job.Target, job.Name, cancellation);
        return await new DifferenceFinder(source, target).FindAsync(table.Relation, table.Relation, table.EstimatedRows, cancellation);
    }

    private static int CountBuckets(long rows) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(rows / RowsPerBucket, FewestBuckets, MostBuckets));
}
