using System.Diagnostics;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>
/// Compares both sides while one follows the other. A pass goes over all tables part by part; whatever changes after its
/// part was compared is in the leader's stream, which a slot of our own keeps until it has been compared too.
/// </summary>
internal sealed class RollingVerification(Job job, SyncDirection direction)
{
    private const int MostPending = 10_000;
    private static readonly TimeSpan BetweenListings = TimeSpan.FromMinutes(1);

    private readonly SyncNames _names = new(job.Name, direction);
    private readonly StateFile _file = new(job.Scope, new SyncNames(job.Name, direction));
    private readonly StateFile _final = new(job.Scope, new SyncNames(job.Name, direction), isFinal: true);

    private Endpoint Leader => direction == SyncDirection.Forward ? job.Source : job.Target;

    /// <summary>From its return on, no change of the leader is missed. The publication is there. Reverse: both sides are frozen and equal.</summary>
    public async Task StartTrackingAsync(CancellationToken cancellation)
    {
        await using var session = await Leader.BorrowAsync(job.Name, cancellation);
        var position = await new ChangeStream(session, _names).EnsureAsync(cancellation);
        if (await _file.ReadAsync(cancellation) is { } known && position <= known.Position)
            return;
        var state = new VerificationState { Position = position };
        await TableCatalog.RefreshAsync(state, session, _names, cancellation);
        if (direction == SyncDirection.Reverse)
            await InheritAsync(state, session, cancellation);
        await _file.WriteAsync(state, cancellation);
    }

    /// <summary>Compares a slice; see <see cref="IOnlineDataAdapter.VerifyAsync"/>.</summary>
    public async Task<VerificationStatus> VerifyAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        await using var sides = await MovingSides.OpenAsync(job, direction, cancellation);
        var state = await LoadAsync(sides, isMade: true, cancellation);
        if (atMost > TimeSpan.Zero)
        {
            await ListAsync(state, sides, cancellation);
            var left = atMost - Stopwatch.GetElapsedTime(since);
            await Slice(state, sides, cancellation).RunAsync(left, cancellation);
            await _file.WriteAsync(state, cancellation);
        }

        return VerificationReport.Status(state, await CountPendingAsync(state, sides, cancellation));
    }

    /// <summary>Compares what has changed, with the leader frozen and the follower finished; see <see cref="IOnlineDataAdapter.CompareChangesAsync"/>.</summary>
    public async Task<DataComparison> CompareAsync(CancellationToken cancellation)
    {
        await using var sides = await MovingSides.OpenAsync(job, direction, cancellation);
        var state = await LoadAsync(sides, isMade: false, cancellation);
        var comparison = await new FinalComparison(job, direction, state, sides).RunAsync(cancellation);
        await _final.WriteAsync(state, cancellation); // beside the state: compared again, it finds the same
        return comparison;
    }

    /// <summary>Removes what was made on the leader, and what is remembered.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await using var session = await Leader.BorrowAsync(job.Name, cancellation);
        await new ChangeStream(session, _names).DropAsync(cancellation);
        _file.Remove();
        _final.Remove();
    }

    private VerificationSlice Slice(VerificationState state, MovingSides sides, CancellationToken cancellation)
    {
        var rows = new RowComparison(sides, direction);
        var plan = new VerificationPlan(state);
        plan.Begin(DateTimeOffset.UtcNow);
        return new VerificationSlice(plan, sides, new ChangeDrain(state, sides, rows), new RangePass(sides, rows), new BucketPass(job, sides))
        {
            SaveAsync = () => _file.WriteAsync(state, cancellation),
        };
    }

    // A state that is older than what the leader still knows has missed changes: then nothing is proven, as without one.
    private async Task<VerificationState> LoadAsync(MovingSides sides, bool isMade, CancellationToken cancellation)
    {
        var found = await sides.Stream.FindAsync(cancellation);
        if (found is { } position && await _file.ReadAsync(cancellation) is { } state && position <= state.Position)
            return state;
        if (found is null && isMade)
            found = await sides.Stream.EnsureAsync(cancellation);
        var fresh = new VerificationState { Position = found ?? 0, PassBegan = DateTimeOffset.UtcNow };
        await TableCatalog.RefreshAsync(fresh, sides.Leader, _names, cancellation);
        return fresh;
    }

    private async Task ListAsync(VerificationState state, MovingSides sides, CancellationToken cancellation)
    {
        if (DateTimeOffset.UtcNow - state.ListedAt < BetweenListings)
            return;
        await TableCatalog.RefreshAsync(state, sides.Leader, _names, cancellation);
        state.ListedAt = DateTimeOffset.UtcNow;
        await TableCatalog.MatchAsync(state, sides.Follower, $"missing on the {direction.Follower().ToString().ToLowerInvariant()}", cancellation);
    }

    private async Task InheritAsync(VerificationState state, Session leader, CancellationToken cancellation)
    {
        var before = await new StateFile(job.Scope, new SyncNames(job.Name, SyncDirection.Forward), isFinal: true).ReadAsync(cancellation);
        var proofs = before?.Tables.Where(table => table.Proof is not null).ToDictionary(table => table.Relation.Name, table => table.Proof!) ?? [];
        var snapshot = await leader.ScalarAsync<string>("SELECT pg_current_snapshot()::text", cancellation);
        foreach (var table in state.Tables.Where(table => table.IsStreamed))
        {
            table.Proof = proofs.GetValueOrDefault(table.Relation.Name) ?? new TableProof { At = DateTimeOffset.UtcNow, Sums = new RowSums(table.EstimatedRows, 0, 0) };
            table.Proof.CountedIn = snapshot;
            table.LastPass = state.PassNumber;
        }

        state.IsOnlyChanges = true;
    }

    private static async Task<IReadOnlyDictionary<uint, long>> CountPendingAsync(VerificationState state, MovingSides sides, CancellationToken cancellation)
    {
        var pending = new PendingChanges(state);
        await sides.Stream.ReadAsync(await sides.ReadPositionAsync(cancellation), MostPending, pending.Read, cancellation);
        return pending.Count();
    }
}
