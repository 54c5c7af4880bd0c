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

    private readonly SyncFiles _files = session.Files;

    /// <summary>Compares for about so long.</summary>
    internal VerificationStatus Run(TimeSpan atMost, CancellationToken cancellation)
    {
        if (atMost <= TimeSpan.Zero) return Describe(session.ReadState());
        using var entered = session.Enter(cancellation);
        var state = session.ReadState();
        using var trees = session.OpenTrees(state);
        SyncRecovery.Run(_files);
        var budget = new Budget(atMost, state.ComparedBytesPerSecond > 0 ? state.ComparedBytesPerSecond : FirstGuessBytesPerSecond, session.Time);
        state = VerifyPending(trees, state, budget, cancellation);
        if (session.Direction == SyncDirection.Forward && budget.IsLeft) state = Roll(trees, state, budget, cancellation);
        state = Conclude(trees, state, cancellation);
        state.Write(_files);
        return Describe(state);
    }

    private SyncState VerifyPending(SyncTrees trees, SyncState state, Budget budget, CancellationToken cancellation)
    {
        if (IndexReader.Totals(_files.Index).UnprovenCount == 0 && state.Checksum.Length > 0) return state;
        return new VerifyRun(trees, _files, budget, session.Time).Run(state, entry => !entry.IsProven, cancellation);
    }

    private SyncState Roll(SyncTrees trees, SyncState state, Budget budget, CancellationToken cancellation)
    {
        var cursor = state.Cursor;
        var run = new VerifyRun(trees, _files, budget, session.Time);
        state = run.Run(state, entry => entry.IsProven && (cursor is null || TreePath.Compare(entry.Path, cursor) > 0), cancellation);
        return run.IsThrough
            ? state with { Cursor = null, RoundCount = 0 }
            : state with { Cursor = run.Last ?? cursor, RoundCount = (cursor is null ? 0 : state.RoundCount) + run.ComparedCount };
    }

    // An entry that only the follower has is in no index; a walk of it finds those, once a round.
    private SyncState Conclude(SyncTrees trees, SyncState state, CancellationToken cancellation)
    {
        if (IndexReader.Totals(_files.Index).UnprovenCount > 0) return state;
        if (state.ProvenAt is null || state.Cursor is null || state.Strays.Count > 0) state = state with { Strays = FindStrays(trees, cancellation) };
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
