using System.Globalization;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Configures a sync, keeps it going and ends it.</summary>
internal sealed class SyncKeeper(SyncSession session)
{
    // A pass may take a fifth of the time; a quick one runs on most calls, which come every other second.
    private const int RestPerPass = 4;
    private const int MaxFinalPasses = 50;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestCopying = TimeSpan.FromSeconds(10);

    private readonly SyncFiles _files = session.Files;
    private readonly TimeProvider _time = session.Time;

    /// <summary>Begins the sync. One that is configured already is left as it is.</summary>
    internal void Configure(CancellationToken cancellation)
    {
        using var entered = session.Enter(cancellation);
        if (_files.Exist) return;
        using var trees = session.OpenTrees();
        _files.Make();
        if (session.Direction == SyncDirection.Reverse) TakeOverForward();
        else WriteEmptyIndex();
        new SyncState
        {
            LeaderInode = FileSystem.StatusOf(trees.Leader.Handle).Inode,
            FollowerInode = FileSystem.StatusOf(trees.Follower.Handle).Inode,
            HasBaseline = session.Direction == SyncDirection.Reverse,
        }.WriteDurably(_files);
    }

    /// <summary>Copies everything, and removes what an earlier attempt left on the target.</summary>
    internal DataSize CopyBaseline(CancellationToken cancellation)
    {
        using var entered = session.Enter(cancellation);
        var state = session.ReadState();
        using var trees = session.OpenTrees(state);
        var progress = new ByteProgress(session.Scope.Progress, TreeSurvey.Measure(trees.Leader, cancellation).SizeBytes);
        RunPass(trees, new PassLimits(_time) { Copied = progress.Add }, cancellation);
        var expected = IndexReader.Read(_files.Index).Select(entry => new ExpectedEntry(entry.Path, entry.Type));
        TreePruner.Prune(trees.Follower, expected, cancellation);
        (SyncState.Read(_files) with { HasBaseline = true }).Write(_files);
        var totals = IndexReader.Totals(_files.Index);
        return new DataSize(totals.SizeBytes, totals.ObjectCount);
    }

    /// <summary>Runs a pass if it is time for one, and says how the follower keeps up.</summary>
    internal SyncStatus Look(CancellationToken cancellation)
    {
        if (!_files.Exist) return Gone();
        if (session.TryEnter() is not { } entered) return Describe(SyncState.Read(_files));
        using (entered)
        {
            var state = session.ReadState();
            return Describe(IsDue(state) ? Keep(state, cancellation) : state);
        }
    }

    /// <summary>Brings over what is left of a leader that stands still.</summary>
    internal string Finish(CancellationToken cancellation)
    {
        using var entered = session.Enter(cancellation);
        using var trees = session.OpenTrees(session.ReadState());
        var (changedCount, copiedBytes) = (0L, 0L);
        for (var number = 1; number <= MaxFinalPasses; number++)
        {
            var result = RunPass(trees, new PassLimits(_time), cancellation);
            (changedCount, copiedBytes) = (changedCount + result.ChangedCount, copiedBytes + result.CopiedBytes);
            // Of a leader that stands still one pass is enough, and the comparison that follows would tell if it did not.
            if (result.IsSettled) return string.Create(CultureInfo.InvariantCulture,
                $"{number} passes over {result.EntryCount} entries, the last left nothing to look at again; {changedCount} entries changed, {copiedBytes} bytes copied");
            if (result.ChangedCount == 0) cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5));
        }
        throw new AdapterException(
            $"it still changes after {MaxFinalPasses} passes", trees.Leader.Describe(TreePath.Root),
            $"Stop whatever writes to it (lsof +D '{trees.Leader.Path}'), then retry the step", isTransient: true);
    }

    /// <summary>Removes what the sync keeps, and what a killed pass left on the follower.</summary>
    internal void Remove(CancellationToken cancellation)
    {
        using var entered = session.Enter(cancellation);
        var follower = session.Direction == SyncDirection.Forward ? session.Request.TargetPath : session.Request.SourcePath;
        if (_files.Exist && Directory.Exists(follower)) RemoveStaging(follower);
        _files.Remove();
    }

    private void RemoveStaging(string follower)
    {
        using var root = session.Direction == SyncDirection.Forward ? TreeRoot.OpenItself(follower) : TreeRoot.Open(follower);
        root.At(TreePath.Root, () =>
        {
            var name = Staging.NameFor(session.Scope.MigrationId);
            if (FileSystem.FindStatus(root.Handle, name) is null) return;
            var before = FileSystem.StatusOf(root.Handle).Modified;
            TreeRemover.RemoveEntry(root.Handle, name);
            FileSystem.SetModified(root.Handle, before);
        });
    }

    private void WriteEmptyIndex()
    {
        using var writer = new IndexWriter(_files.Draft);
        writer.Finish();
        _files.Commit();
    }

    private void TakeOverForward()
    {
        if (!session.Other.Exist)
            throw new AdapterException("there is no forward sync that both sides were compared with", session.Subject, "Retry from the step that configures the forward sync", isTransient: false);
        SyncRecovery.Run(session.Other);
        _files.TakeOver(session.Other);
    }

    // While a reverse sync exists the forward one stands still.
    private bool IsDue(SyncState state)
    {
        if (!state.HasBaseline || (session.Direction == SyncDirection.Forward && session.Other.Exist)) return false;
        if (state.LastEndedAt is not { } ended || state.ResumeAfter is not null) return true;
        var rest = RestPerPass * state.LastDuration;
        return _time.GetUtcNow() - ended >= (rest > ShortestRest ? rest : ShortestRest) || ended > _time.GetUtcNow();
    }

    private SyncState Keep(SyncState state, CancellationToken cancellation)
    {
        using var trees = session.OpenTrees(state);
        var limits = new PassLimits(_time) { Most = LongestCopying, ResumeAfter = state.ResumeAfter };
        try
        {
            RunPass(trees, limits, cancellation);
        }
        catch (AdapterException error)
        {
            (SyncState.Read(_files) with { Problems = [FileErrors.Blocking(error)], LastEndedAt = _time.GetUtcNow() }).Write(_files);
        }
        return SyncState.Read(_files);
    }

    private PassResult RunPass(SyncTrees trees, PassLimits limits, CancellationToken cancellation)
    {
        var startedAt = _time.GetTimestamp();
        using var pass = new SyncPass(trees, _files, limits, _time);
        var result = pass.Run(cancellation);
        var took = _time.GetElapsedTime(startedAt);
        var state = SyncState.Read(_files);
        (state with
        {
            LastPass = result,
            LastEndedAt = _time.GetUtcNow(),
            LastDuration = took,
            LastQuietDuration = result.IsQuiet ? took : state.LastQuietDuration,
            BytesPerSecond = result.CopiedBytes > 0 ? result.CopiedBytes / took.TotalSeconds : state.BytesPerSecond,
            ResumeAfter = limits.StoppedAfter,
            Problems = pass.Problems.Findings(trees.Leader.Path),
        }).Write(_files);
        if (limits.Most is null) pass.Problems.ThrowIfAny();
        return result;
    }

    private SyncStatus Gone() => new(IsFollowing: false, LagBytes: 0)
    {
        Problems = [new Finding(session.Subject, "It is not configured, or was removed.", "Retry from the step that configures the sync.", IsBlocking: true)],
    };

    private SyncStatus Describe(SyncState state)
    {
        var lagBytes = state.LastPass?.LagBytes ?? 0;
        return new SyncStatus(state is { HasBaseline: true, Problems.Count: 0 }, lagBytes)
        {
            Lag = state.LastPass is null ? null : _time.GetUtcNow() - state.LastPass.StartedAt,
            AppliedBytesPerSecond = state.BytesPerSecond,
            CatchUp = lagBytes == 0 ? TimeSpan.Zero : state.BytesPerSecond is > 0 and { } rate ? TimeSpan.FromSeconds(lagBytes / rate) : null,
            Position = state.LastPass?.StartedAt.ToString("O", CultureInfo.InvariantCulture) ?? "",
            Problems = state.Problems,
        };
    }
}
