using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Compares an entry on both sides while the leader goes on changing.</summary>
internal sealed class EntryVerifier(SyncTrees trees, TimeProvider time)
{
    private readonly EntryDifference _difference = new(trees.Options, FileSystem.IsRoot);
    private readonly Side _leader = trees.Direction.Leader();

    /// <summary>Compares an entry.</summary>
    internal Verdict Verify(SyncEntry known, CancellationToken cancellation)
    {
        var unknown = new Verdict(known, known);
        // What the leader changed since, or has not settled, is the next pass's affair.
        if (known.On(_leader) is not { } stamp) return unknown;
        var source = SideLook.At(trees.Source, known.Entry, trees.Options, time, cancellation);
        var target = SideLook.At(trees.Target, known.Entry, trees.Options, time, cancellation);
        var leader = _leader == Side.Source ? source : target;
        if (leader.Entry is null || leader.Seen != stamp || source.IsMoving || target.IsMoving) return unknown;
        return _difference.Between(source.Entry, target.Entry) is { } difference
            ? new Verdict(known, SyncEntry.Unknown(known.Path)) { Difference = difference }
            : new Verdict(known, new SyncEntry(leader.Entry) { Source = source.Seen, Target = target.Seen }) { IsCompared = true };
    }
}
