namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares a table range by range of its keys while both sides move.</summary>
internal sealed class RangePass(MovingSides sides, RowComparison rows)
{
    private const int RowsAtOnce = 20_000;

    /// <summary>Compares the next range. Single rows in it that are not equal become suspects.</summary>
    /// <param name="table">The table.</param>
    /// <param name="number">The number of the pass.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether the follower has come along; otherwise the range is still to be compared.</returns>
    public async Task<bool> CompareNextAsync(TrackedTable table, int number, CancellationToken cancellation)
    {
        var pass = table.Pass ??= new TablePass();
        var end = await RowReader.FindEndAsync(sides.Leader, table, pass.After, RowsAtOnce, cancellation);
        if (!await IsOrderedAsync(table, pass.After, end, cancellation))
        {
            (table.IsOrderedDifferently, table.Pass) = (true, null);
            return true;
        }

        var onLeader = await RowReader.SumRangeAsync(sides.Leader, table, pass.After, end, cancellation);
        if (!await CatchUpAsync(cancellation))
            return false;
        var onFollower = await RowReader.SumRangeAsync(sides.Follower, table, pass.After, end, cancellation);
        if (onLeader == onFollower)
            pass.Sums += onLeader;
        else if (!await NarrowAsync(table, pass, end, cancellation))
            return false;
        pass.After = end;
        if (end is null && table.Pass is not null)
            await EndAsync(table, number, cancellation);
        return true;
    }

    // Ranges whose ends are in order cover every row of the follower, whatever its order is.
    private async Task<bool> IsOrderedAsync(TrackedTable table, string[]? after, string[]? end, CancellationToken cancellation) =>
        after is null || end is null || await RowReader.IsOrderedAsync(sides.Follower, table, after, end, cancellation);

    private async Task<bool> CatchUpAsync(CancellationToken cancellation) =>
        await sides.WaitAppliedAsync(await sides.ReadPositionAsync(cancellation), cancellation);

    private async Task<bool> NarrowAsync(TrackedTable table, TablePass pass, string[]? end, CancellationToken cancellation)
    {
        var onLeader = await RowReader.ReadRangeAsync(sides.Leader, table, pass.After, end, cancellation);
        if (!await CatchUpAsync(cancellation))
            return false;
        var onFollower = await RowReader.ReadRangeAsync(sides.Follower, table, pass.After, end, cancellation);
        var keys = onLeader.Keys.Union(onFollower.Keys, KeyComparer.Instance).ToList();
        if (keys.Count(key => onLeader.GetValueOrDefault(key) != onFollower.GetValueOrDefault(key)) >= TrackedTable.MostSuspects - table.Suspects.Count)
        {
            // Too many rows to follow one by one: very different, or so ordered there that the range holds other rows. Buckets tell which.
            (table.IsOrderedDifferently, table.Pass) = (true, null);
            return true;
        }

        var outcome = default(RowOutcome);
        foreach (var key in keys)
            outcome = rows.Judge(table, key, onLeader.GetValueOrDefault(key), onFollower.GetValueOrDefault(key), outcome);
        pass.Sums += outcome.Equal;
        return true;
    }

    private async Task EndAsync(TrackedTable table, int number, CancellationToken cancellation)
    {
        var (count, snapshot) = await RowReader.CountAsync(sides.Leader, table, cancellation);
        table.Prove(count, snapshot, number);
    }
}
