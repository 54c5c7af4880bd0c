using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>The two open trees of a sync.</summary>
/// <param name="Source">The source.</param>
/// <param name="Target">The target.</param>
/// <param name="Direction">Which of them follows.</param>
/// <param name="Options">How trees are copied and compared.</param>
/// <param name="MigrationId">The migration.</param>
internal sealed record SyncTrees(TreeRoot Source, TreeRoot Target, SyncDirection Direction, TreeOptions Options, string MigrationId) : IDisposable
{
    private readonly byte[] _staging = Staging.NameFor(MigrationId);

    internal TreeRoot Leader => On(Direction.Leader());

    internal TreeRoot Follower => On(Direction.Follower());

    /// <summary>The tree of a side.</summary>
    internal TreeRoot On(Side side) => side == Side.Source ? Source : Target;

    /// <summary>Walks a side, without what belongs to no copy: sockets, and where files are written first.</summary>
    internal IEnumerable<WalkedEntry> Walk(Side side, WalkOptions options, CancellationToken cancellation) =>
        new TreeWalker(On(side), options).Walk(cancellation)
            .Where(entry => entry.Type != Interop.EntryType.Socket && !entry.Path.Top.SequenceEqual(_staging));

    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        Target.Dispose();
    }
}
