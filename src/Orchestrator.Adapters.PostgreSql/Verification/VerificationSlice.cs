using System.Diagnostics;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>One slice of comparing two moving sides: what has changed, then the next parts of the pass over everything, and again.</summary>
internal sealed class VerificationSlice(VerificationPlan plan, MovingSides sides, ChangeDrain drain, RangePass ranges, BucketPass buckets)
{
    private const int ChangesAtOnce = 20_000;
    private static readonly TimeSpan BetweenDrains = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Keeps what is known.</summary>
    public required Func<Task> SaveAsync { get; init; }

    /// <summary>Compares until the time is over or everything is compared. The last thing is always what has changed.</summary>
    public async Task RunAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        while (await DrainAsync(atMost, cancellation) && _clock.Elapsed < atMost)
        {
            if (plan.HasNext)
                await PassAsync(atMost, cancellation);
            else if (plan.IsInDoubt)
                await Task.Delay(BetweenLooks, cancellation);
            else
                return;
        }
    }

    private async Task<bool> DrainAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        for (var isAll = false; !isAll;)
        {
            sides.Patience = TimeSpan.FromTicks(Math.Max((atMost - _clock.Elapsed).Ticks, 0));
            var until = await sides.ReadPositionAsync(cancellation);
            if (!await sides.WaitAppliedAsync(until, cancellation))
                return false;
            isAll = await drain.RunAsync(until, ChangesAtOnce, cancellation);
            await SaveAsync();
            await sides.Stream.AdvanceAsync(plan.State.Position, cancellation);
        }

        return true;
    }

    private async Task PassAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        for (var end = _clock.Elapsed + BetweenDrains; _clock.Elapsed < atMost && _clock.Elapsed < end && plan.TakeNext() is { } table;)
        {
            var (since, before) = (_clock.Elapsed, table.ComparedRows);
            var isDone = table.UsesRanges
                ? await ranges.CompareNextAsync(table, plan.State.PassNumber, cancellation)
                : await buckets.CompareNextAsync(table, plan.State.PassNumber, cancellation);
            plan.Measure(Math.Max(table.ComparedRows - before, 0), _clock.Elapsed - since);
            if (!isDone || !table.UsesRanges)
                return; // what it found in doubt is judged by the changes
        }
    }
}
