using System.Collections.Concurrent;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares, in the freeze, what has changed since it was last compared, and as a whole only what cannot be told otherwise.</summary>
internal sealed class FinalComparison(Job job, SyncDirection direction, VerificationState state, MovingSides sides)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RowComparison _rows = new(sides, direction);
    private readonly Dictionary<TrackedTable, RowOutcome> _unequal = [];
    private readonly ConcurrentDictionary<TrackedTable, ComparedItem> _whole = [];

    /// <summary>Compares.</summary>
    public async Task<DataComparison> RunAsync(CancellationToken cancellation)
    {
        var definitions = new DefinitionComparison(job).RunAsync(cancellation);
        var rechecked = await DrainAsync(cancellation);
        await Parallel.ForEachAsync(state.Tables.Where(IsWhole), Options(cancellation), async (table, token) => _whole[table] = await CompareWholeAsync(table, token));
        var items = state.Tables.Select(table => _whole.GetValueOrDefault(table) ?? Item(table, rechecked.GetValueOrDefault(table)));
        var others = await definitions;
        return new DataComparison(job.Component.Name, [.. others.Take(1), .. items.OrderBy(item => item.Name, StringComparer.Ordinal), .. others.Skip(1)]);
    }

    private static bool IsWhole(TrackedTable table) => !table.IsStreamed || table.Proof is null || table.IsWholeInDoubt;

    private ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = job.Settings.Parallelism, CancellationToken = cancellation };

    private async Task<Dictionary<TrackedTable, long>> DrainAsync(CancellationToken cancellation)
    {
        if (state.Position == 0)
            return []; // there is no stream: everything is compared as a whole
        var drain = new ChangeDrain(state, sides, _rows);
        var until = await sides.ReadPositionAsync(cancellation);
        await drain.RunAsync(until, int.MaxValue, cancellation);
        foreach (var table in state.Tables.Where(table => table.Suspects.Count > 0))
            _unequal[table] = await LookAgainAsync(table, until, cancellation);
        return drain.Rechecked;
    }

    private async Task<RowOutcome> LookAgainAsync(TrackedTable table, ulong until, CancellationToken cancellation)
    {
        sides.Patience = Patience;
        await sides.WaitAppliedAsync(until, cancellation);
        return await _rows.CompareAsync(table, [.. table.Suspects.Keys], cancellation);
    }

    private ComparedItem Item(TrackedTable table, long rechecked)
    {
        var unequal = _unequal.GetValueOrDefault(table);
        var proven = table.Proof!.Sums with { Count = table.Proof.Sums.Count - unequal.OnLeader.Count };
        var (source, target) = InOrder(proven + unequal.OnLeader, proven + unequal.OnFollower);
        return new ComparedItem(table.Relation.Name, source.Count, target.Count, source.Checksum, target.Checksum)
        {
            ProvenAt = table.Proof.At,
            RecheckedCount = rechecked,
            FirstDifferences = [.. table.Suspects.Values.Select(suspect => $"{table.Label(suspect.Key)}: {suspect.Difference}").Take(10)],
        };
    }

    private async Task<ComparedItem> CompareWholeAsync(TrackedTable table, CancellationToken cancellation)
    {
        var source = SumAsync(job.Source, table.Relation, cancellation);
        var target = SumAsync(job.Target, table.Relation, cancellation);
        await Task.WhenAll(source, target);
        var (onSource, onTarget) = (await source, await target);
        var isEqual = onSource.Sums == onTarget.Sums;
        if (isEqual && table.IsStreamed)
            Prove(table, direction == SyncDirection.Forward ? onSource : onTarget);
        return new ComparedItem(table.Relation.Name, onSource.Sums.Count, onTarget.Sums.Count, onSource.Sums.Checksum, onTarget.Sums.Checksum)
        {
            RecheckedCount = onSource.Sums.Count,
            FirstDifferences = isEqual ? [] : await FindAsync(table, onSource.Sums, onTarget.Sums, cancellation),
        };
    }

    private void Prove(TrackedTable table, (RelationSums Sums, string Snapshot) leader)
    {
        table.Pass = new TablePass { Sums = RowSums.Of(leader.Sums) };
        table.Prove(leader.Sums.Count, leader.Snapshot, state.PassNumber);
        (table.Changes, table.Unexplained, table.WholeDifferences) = (0, null, []);
        table.Suspects.Clear();
    }

    private async Task<(RelationSums Sums, string Snapshot)> SumAsync(Endpoint side, Relation relation, CancellationToken cancellation)
    {
        await using var session = await side.BorrowAsync(job.Name, cancellation);
        var isThere = await session.ScalarAsync<bool>("SELECT to_regclass($1) IS NOT NULL", cancellation, relation.Name);
        var snapshot = await session.ScalarAsync<string>("SELECT pg_current_snapshot()::text", cancellation);
        return (isThere ? await RelationReader.SumAsync(session, relation, cancellation) : RelationSums.Absent, snapshot);
    }

    private async Task<IReadOnlyList<string>> FindAsync(TrackedTable table, RelationSums source, RelationSums target, CancellationToken cancellation)
    {
        if (source == RelationSums.Absent || target == RelationSums.Absent)
            return [target == RelationSums.Absent ? "missing on the target" : "only on the target"];
        await using var onSource = await Snapshot.TakeAsync(job.Source, job.Name, cancellation);
        await using var onTarget = await Snapshot.TakeAsync(job.Target, job.Name, cancellation);
        return await new DifferenceFinder(onSource, onTarget).FindAsync(table.Relation, table.Relation, Math.Max(source.Count, target.Count), cancellation);
    }

    private (RowSums Source, RowSums Target) InOrder(RowSums leader, RowSums follower) =>
        direction == SyncDirection.Forward ? (leader, follower) : (follower, leader);
}
