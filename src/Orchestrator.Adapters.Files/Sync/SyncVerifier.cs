using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Compares both sides slice by slice while the leader goes on changing: first what is not proven, then, forward, the
/// next part of a round over everything. What differs is told, forgotten and so copied anew, and compared again.
/// </summary>
internal sealed class SyncVerifier(SyncSession session)
{
    private const int MaxDifferences = 10;
    private const double FirstGuessBytesPerSecond = 100e6;

    // Rounds may take a tenth of the time, as with tables: what nobody changed is compared again for tampering only.
    private const int RestPerRound = 9;

    private readonly SyncFiles _files = session.Files;
    private long _openCount;
    private bool _isRoundOver = session.Direction == SyncDirection.Reverse;

    /// <summary>Compares for about so long.</summary>
    internal VerificationStatus Run(TimeSpan atMost, CancellationToken cancellation)
    {
        if (atMost <= TimeSpan.Zero) return Describe(session.ReadState());
        using var entered = session.Enter(cancellation);
        var state = session.ReadState();
        state = state with { VerifyingSince = state.VerifyingSince ?? session.Time.GetUtcNow() };
        using var trees = session.OpenTrees(state);
        SyncRecovery.Run(_files);
        var budget = new Budget(atMost, state.ComparedBytesPerSecond > 0 ? state.ComparedBytesPerSecond : FirstGuessBytesPerSecond, session.Time);
        state = VerifyPending(trees, state, budget, cancellation);
        if (session.Direction == SyncDirection.Forward && budget.IsLeft && IsRoundDue(state)) state = Roll(trees, state, budget, cancellation);
        state = Conclude(trees, state, cancellation);
        state.Write(_files);
        return Describe(state);
    }

    private SyncState VerifyPending(SyncTrees trees, SyncState state, Budget budget, CancellationToken cancellation)
    {
        if (IndexReader.Totals(_files.Index).UnprovenCount == 0 && state.Checksum.Length > 0) return state;
        return Run(new VerifyRun(trees, _files, budget, session.Time), state, entry => !entry.IsProven, cancellation);
    }

    private SyncState Run(VerifyRun run, SyncState state, Func<SyncEntry, bool> isWanted, CancellationToken cancellation)
    {
        var next = run.Run(state, isWanted, cancellation);
        _openCount = run.OpenCount;
        return next;
    }

    private bool IsRoundDue(SyncState state) =>
        state.Cursor is not null || state.RoundEndedAt is not { } ended || session.Time.GetUtcNow() - ended >= RestPerRound * state.RoundTook || ended > session.Time.GetUtcNow();

    private SyncState Roll(SyncTrees trees, SyncState state, Budget budget, CancellationToken cancellation)
    {
        var (cursor, startedAt) = (state.Cursor, session.Time.GetTimestamp());
        var run = new VerifyRun(trees, _files, budget, session.Time);
        state = Run(run, state, entry => entry.IsProven && (cursor is null || TreePath.Compare(entry.Path, cursor) > 0), cancellation);
        _isRoundOver = run.IsThrough;
        state = state with { RoundTook = (cursor is null ? TimeSpan.Zero : state.RoundTook) + session.Time.GetElapsedTime(startedAt) };
        return run.IsThrough
            ? state with { Cursor = null, RoundCount = 0, RoundEndedAt = session.Time.GetUtcNow() }
            : state with { Cursor = run.Last ?? cursor, RoundCount = (cursor is null ? 0 : state.RoundCount) + run.ComparedCount };
    }

    // An entry that only the follower has is in no index; a walk of it finds those, once a round.
    private SyncState Conclude(SyncTrees trees, SyncState state, CancellationToken cancellation)
    {
        if (_openCount > 0) return state;
        if (state.ProvenAt is null || _isRoundOver || state.Strays.Count > 0) state = state with { Strays = FindStrays(trees, cancellation) };
        return state.Differences.Count + state.Strays.Count == 0 ? state with { ProvenAt = session.Time.GetUtcNow() } : state;
    }

    private List<string> FindStrays(SyncTrees trees, CancellationToken cancellation)
    {
        var difference = new EntryDifference(trees.Options, comparesOwners: false);
        var follower = trees.Walk(session.Direction.Follower(), new WalkOptions { ToleratesChanges = true }, cancellation);
        return [.. SortedJoin.Full(follower, entry => entry.Path, IndexReader.Read(_files.Index), entry => entry.Path)
            .Where(pair => pair.Right is null)
            .Select(pair => session.Direction == SyncDirection.Forward
                ? difference.Between(null, TreeEntry.Of(pair.Left!))! : difference.Between(TreeEntry.Of(pair.Left!), null)!)
            .Take(MaxDifferences)];
    }

    private VerificationStatus Describe(SyncState state)
    {
        var totals = IndexReader.Totals(_files.Index);
        var proven = totals.ObjectCount - totals.PendingCount;
        var item = new VerifiedItem(session.Component, proven, state.Checksum, state.ProvenAt)
        {
            PendingCount = totals.PendingCount,
            FirstDifferences = [.. state.Differences.Values.Concat(state.Strays).Take(MaxDifferences)],
        };
        return new VerificationStatus([item])
        {
            TotalCount = totals.ObjectCount,
            ComparedCount = state.ProvenAt is null ? proven : state.RoundCount,
            PredictedComparison = Predict(state, totals),
        };
    }

    // Both trees are walked once, and what is pending is read on both sides.
    private static TimeSpan Predict(SyncState state, IndexTotals totals) =>
        2 * (state.LastQuietDuration ?? state.LastDuration)
        + TimeSpan.FromSeconds(totals.PendingBytes / (state.ComparedBytesPerSecond > 0 ? state.ComparedBytesPerSecond : FirstGuessBytesPerSecond));
}
