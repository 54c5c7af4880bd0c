using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// Compares two trees that stand still. Both are walked; what the index proves equal, and neither side has changed since,
/// is taken from the index, and everything else is read on both sides. The index keeps what was found equal.
/// </summary>
internal sealed class ChangeComparison(SyncTrees trees, SyncFiles files, string component, TimeProvider time)
{
    private readonly EntryDifference _difference = new(trees.Options, FileSystem.IsRoot);
    private readonly ComparisonReport _report = new(component);

    /// <summary>Compares.</summary>
    internal DataComparison Run(DateTimeOffset? provenAt, CancellationToken cancellation)
    {
        SyncRecovery.Run(files);
        using var next = new LazyIndex(files);
        OrderedPipeline.Run(Pieces(cancellation), pair => Take(pair, next), trees.Options.Parallelism, cancellation);
        next.Commit();
        return new DataComparison(component, _report.Finish(provenAt));
    }

    private IEnumerable<Piece<LookedAt>> Pieces(CancellationToken cancellation)
    {
        var both = SortedJoin.Full(Walk(Side.Source, cancellation), entry => entry.Path, Walk(Side.Target, cancellation), entry => entry.Path)
            .Select(pair => new Met(pair.Left, pair.Right));
        foreach (var (met, known) in SortedJoin.Full(both, met => met.Path, IndexReader.Read(files.Index), entry => entry.Path))
        {
            if (met is null) yield return Piece<LookedAt>.Done(new LookedAt(known, null, null));
            else if (IsProven(met, known)) yield return Piece<LookedAt>.Done(new LookedAt(known, null, null) { IsProven = true });
            else yield return Begin(met, known, cancellation);
        }
    }

    private IEnumerable<WalkedEntry> Walk(Side side, CancellationToken cancellation) => trees.Walk(side, new WalkOptions(), cancellation);

    private static bool IsProven(Met met, SyncEntry? known) =>
        known is { IsProven: true } && met is { Source: { } source, Target: { } target } && known.Fits(Side.Source, source) && known.Fits(Side.Target, target);

    private Piece<LookedAt> Begin(Met met, SyncEntry? known, CancellationToken cancellation)
    {
        var reader = new EntryReader(trees.Options, time.GetUtcNow(), cancellation);
        var (source, target) = (Open(trees.Source, met.Source), Open(trees.Target, met.Target));
        return Piece<LookedAt>.ToDo(() => new LookedAt(known, Look(trees.Source, met.Source, source, reader), Look(trees.Target, met.Target, target, reader)));
    }

    private static SafeFileHandle? Open(TreeRoot root, WalkedEntry? walked) =>
        walked?.Type is EntryType.File or EntryType.Folder ? root.At(walked.Path, () => EntryReader.Open(walked)) : null;

    private static SideLook? Look(TreeRoot root, WalkedEntry? walked, SafeFileHandle? content, EntryReader reader)
    {
        if (walked is null) return null;
        var look = root.At(walked.Path, () => SideLook.Of(walked, content, reader));
        return look.IsMoving ? throw TreeWalker.ChangedMeanwhile(root, walked.Path) : look;
    }

    private void Take(LookedAt pair, LazyIndex next)
    {
        if (pair.IsProven)
        {
            AddProven(pair.Known!);
            next.AddSame(pair.Known!);
            return;
        }
        if (pair.Source is null && pair.Target is null)
        {
            next.Drop();
            return;
        }
        AddRechecked(pair, next);
    }

    private void AddProven(SyncEntry known)
    {
        var facts = _difference.Canonical(known.Entry);
        _report.Add(new ComparedPath(known.Entry, known.Entry) { ReferenceFacts = facts, TargetFacts = facts });
    }

    private void AddRechecked(LookedAt pair, LazyIndex next)
    {
        var (source, target) = (pair.Source?.Entry, pair.Target?.Entry);
        var path = new ComparedPath(source, target)
        {
            ReferenceFacts = _difference.Canonical(source),
            TargetFacts = _difference.Canonical(target),
            Difference = _difference.Between(source, target),
            IsRechecked = (source ?? target)!.Type != EntryType.Folder,
        };
        _report.Add(path);
        if (path.Difference is null) next.AddChanged(new SyncEntry(source!) { Source = pair.Source!.Seen, Target = pair.Target!.Seen });
        else if (pair.Known is not null) next.AddChanged(SyncEntry.Unknown(pair.Known.Path));
    }

    private sealed record Met(WalkedEntry? Source, WalkedEntry? Target)
    {
        internal TreePath Path => (Source ?? Target)!.Path;
    }

    private sealed record LookedAt(SyncEntry? Known, SideLook? Source, SideLook? Target)
    {
        internal bool IsProven { get; init; }
    }
}
