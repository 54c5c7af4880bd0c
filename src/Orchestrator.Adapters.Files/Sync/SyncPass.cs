using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Walks the leader beside the index and brings every difference to the follower. Folders are made and things removed as
/// they are met, files are copied in parallel, links and the metadata of folders follow in the order of the walk. The
/// next index is written on the way and takes the present one's place at the end, when all of it is on the disk.
/// </summary>
internal sealed class SyncPass : IDisposable
{
    private readonly SyncTrees _trees;
    private readonly SyncFiles _files;
    private readonly TimeProvider _time;
    private readonly FollowerWriter _writer;
    private readonly ChangeReader _reader;
    private readonly FileCopier _copier;
    private readonly Removals _removals;
    private readonly Journal _journal;
    private readonly PassLimits _limits;
    private readonly HashSet<(ulong Device, ulong Inode)> _linkedAnew = [];

    internal SyncPass(SyncTrees trees, SyncFiles files, PassLimits limits, TimeProvider time)
    {
        (_trees, _files, _limits, _time) = (trees, files, limits, time);
        _writer = new FollowerWriter(trees.Follower, trees.MigrationId, trees.Options);
        _reader = new ChangeReader(trees.Leader, trees.Options, time);
        _copier = new FileCopier(trees, _writer, limits.Copied);
        _removals = new Removals(_writer);
        _journal = new Journal(files.Journal);
    }

    /// <summary>What could not be read on the leader; the pass went on without it.</summary>
    internal LeaderProblems Problems { get; } = new();

    /// <summary>Runs the pass.</summary>
    /// <exception cref="AdapterException">The leader's folders cannot be read, or the follower not be written.</exception>
    internal PassResult Run(CancellationToken cancellation)
    {
        SyncRecovery.Run(_files);
        _writer.TakeOverLeftovers();
        using var next = new LazyIndex(_files);
        var finish = new PassFinish(_trees, _writer, _copier, next, _time.GetUtcNow());
        OrderedPipeline.Run(Pieces(cancellation), finish.Take, _trees.Options.Parallelism, cancellation);
        _writer.Clear();
        finish.LeaveAll();
        next.Commit();
        return finish.Result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal.Dispose();
        _writer.Dispose();
    }

    private IEnumerable<Piece<Outcome>> Pieces(CancellationToken cancellation)
    {
        var leader = _trees.Walk(_trees.Direction.Leader(), new WalkOptions { ToleratesChanges = true }, cancellation);
        foreach (var (walked, known) in SortedJoin.Full(leader, entry => entry.Path, IndexReader.Read(_files.Index), entry => entry.Path))
        {
            foreach (var removed in _removals.FinishBefore((walked?.Path ?? known?.Path)!)) yield return removed;
            if (Decide(walked, known, cancellation) is { } piece) yield return piece;
        }
        foreach (var removed in _removals.Finish()) yield return removed;
    }

    // A piece that waits until a folder is gone comes with the removals.
    private Piece<Outcome>? Decide(WalkedEntry? walked, SyncEntry? known, CancellationToken cancellation)
    {
        if (walked is null) return _removals.Remove(known!);
        if (known is not null && known.Fits(_trees.Direction.Leader(), walked) && !IsLinkedAnew(walked)) return Piece<Outcome>.Done(Outcome.Same(known));
        if (_limits.Postpones(walked)) return Piece<Outcome>.Done(Skipped(walked, known));
        return Read(walked, known) is { } change ? Begin(change, cancellation) : Piece<Outcome>.Done(Skipped(walked, known));
    }

    private bool IsLinkedAnew(WalkedEntry walked) =>
        walked.IsHardLink && _linkedAnew.Contains((walked.Status.Device, walked.Status.Inode));

    private static Outcome Skipped(WalkedEntry walked, SyncEntry? known) =>
        new(walked.Path, known, known) { LagBytes = walked.SizeBytes, IsUnsettled = true };

    private Change? Read(WalkedEntry walked, SyncEntry? known)
    {
        try
        {
            return _reader.Read(walked, known);
        }
        catch (AdapterException error) when (walked.Type != EntryType.Folder || LeaderProblems.IsPassing(error))
        {
            Problems.Add(error);
            return null;
        }
    }

    private Piece<Outcome>? Begin(Change change, CancellationToken cancellation)
    {
        var (path, type) = (change.Walked.Path, change.Walked.Type);
        if (change.Known is null && !path.IsRoot) _journal.Note(path);
        if (change.Walked.Status.LinkCount > 1 && type == EntryType.File) _linkedAnew.Add((change.Walked.Status.Device, change.Walked.Status.Inode));
        var isNewFolder = type == EntryType.Folder && change.Known is not { Type: EntryType.Folder };
        if (isNewFolder) _writer.MakeFolder(path);
        var piece = type switch
        {
            EntryType.File => Piece<Outcome>.ToDo(() => Copy(change, cancellation)),
            EntryType.Folder => Piece<Outcome>.Done(_copier.Describe(change) with { IsApplied = isNewFolder }),
            _ => Piece<Outcome>.Done(_copier.Describe(change)),
        };
        return type != EntryType.Folder && _removals.IsInTheWay(change) ? _removals.Wait(path, piece) : piece;
    }

    private Outcome Copy(Change change, CancellationToken cancellation)
    {
        try
        {
            return _copier.Copy(change, cancellation);
        }
        catch (Exception error) when (FileErrors.Explain(error, _trees.Leader.Describe(change.Walked.Path)) is { } explained)
        {
            Problems.Add(explained);
            return Skipped(change.Walked, change.Known);
        }
    }
}
