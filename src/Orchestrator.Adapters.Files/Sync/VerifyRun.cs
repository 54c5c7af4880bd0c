using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Goes through an index once, compares the entries that are wanted while the budget lasts, and notes what it found.</summary>
internal sealed class VerifyRun(SyncTrees trees, SyncFiles files, Budget budget, TimeProvider time)
{
    private const int MaxDifferences = 10;

    private readonly EntryVerifier _verifier = new(trees, time);
    private readonly Dictionary<string, string> _differences = [];
    private FileTime _since;
    private long _sizeBytes;

    /// <summary>The last entry that was compared.</summary>
    internal TreePath? Last { get; private set; }

    /// <summary>How many objects were compared.</summary>
    internal long ComparedCount { get; private set; }

    /// <summary>How many entries were never found equal although they have not changed since verification began.</summary>
    internal long OpenCount { get; private set; }

    /// <summary>Whether the budget lasted to the end.</summary>
    internal bool IsThrough { get; private set; } = true;

    /// <summary>Runs.</summary>
    internal SyncState Run(SyncState state, Func<SyncEntry, bool> isWanted, CancellationToken cancellation)
    {
        foreach (var (path, text) in state.Differences) _differences[path] = text;
        var startedAt = time.GetTimestamp();
        _since = FileTime.Of(state.VerifyingSince!.Value);
        using var next = new LazyIndex(files);
        using var checksum = new IndexChecksum();
        OrderedPipeline.Run(Pieces(isWanted, cancellation), verdict => Take(verdict, next, checksum), trees.Options.Parallelism, cancellation);
        next.Commit();
        var seconds = time.GetElapsedTime(startedAt).TotalSeconds;
        return state with
        {
            Checksum = checksum.Finish(),
            Differences = _differences,
            ProvenAt = _differences.Count == 0 ? state.ProvenAt : null,
            ComparedBytesPerSecond = _sizeBytes > 1 << 20 && seconds > 0 ? _sizeBytes / seconds : state.ComparedBytesPerSecond,
        };
    }

    private IEnumerable<Piece<Verdict>> Pieces(Func<SyncEntry, bool> isWanted, CancellationToken cancellation)
    {
        foreach (var entry in IndexReader.Read(files.Index))
        {
            cancellation.ThrowIfCancellationRequested();
            if (isWanted(entry) && (IsThrough = IsThrough && budget.IsLeft))
            {
                budget.Take(entry.SizeBytes);
                yield return Piece<Verdict>.ToDo(() => _verifier.Verify(entry, cancellation));
            }
            else yield return Piece<Verdict>.Done(new Verdict(entry, entry));
        }
    }

    private void Take(Verdict verdict, LazyIndex next, IndexChecksum checksum)
    {
        checksum.Add(verdict.After);
        if (!verdict.After.IsProven && verdict.After.IsOlder(trees.Direction.Leader(), _since)) OpenCount++;
        if (verdict.After == verdict.Before) next.AddSame(verdict.After);
        else next.AddChanged(verdict.After);
        var path = verdict.After.Path.ToString();
        if (verdict.Difference is not null && _differences.Count < MaxDifferences) _differences[path] = verdict.Difference;
        if (!verdict.IsCompared) return;
        _differences.Remove(path);
        Last = verdict.After.Path;
        _sizeBytes += verdict.After.SizeBytes;
        if (verdict.After.IsObject) ComparedCount++;
    }
}
