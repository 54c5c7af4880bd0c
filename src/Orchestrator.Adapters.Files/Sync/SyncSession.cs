using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What the calls for one sync share.</summary>
/// <param name="Request">The component's settings.</param>
/// <param name="Component">The component's name.</param>
/// <param name="Scope">The step.</param>
/// <param name="Direction">Which side follows.</param>
/// <param name="Time">The clock.</param>
internal sealed record SyncSession(FilesRequest Request, string Component, StepScope Scope, SyncDirection Direction, TimeProvider Time)
{
    /// <summary>What the sync keeps.</summary>
    internal SyncFiles Files { get; } = SyncFiles.Of(Scope, Component, Direction);

    /// <summary>The files of the other direction.</summary>
    internal SyncFiles Other => SyncFiles.Of(Scope, Component, Direction == SyncDirection.Forward ? SyncDirection.Reverse : SyncDirection.Forward);

    /// <summary>Takes the component's lock.</summary>
    internal IDisposable Enter(CancellationToken cancellation) => SyncLock.Enter(SyncFiles.Lock(Scope, Component), cancellation);

    /// <summary>Takes the component's lock if it is free.</summary>
    internal IDisposable? TryEnter() => SyncLock.TryEnter(SyncFiles.Lock(Scope, Component));

    /// <summary>Reads the state.</summary>
    /// <exception cref="AdapterException">The sync is not configured.</exception>
    internal SyncState ReadState() => Files.Exist
        ? SyncState.Read(Files)
        : throw new AdapterException("it is not configured, or was removed", Subject, "Retry from the step that configures the sync", isTransient: false);

    /// <summary>Opens both trees.</summary>
    /// <exception cref="AdapterException">One cannot be opened, or the target is not this migration's.</exception>
    internal SyncTrees OpenTrees()
    {
        var source = TreeRoot.Open(Request.SourcePath);
        try
        {
            return new SyncTrees(source, Request.Target(Scope).Open(), Direction, Request.Options, Scope.MigrationId);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens both trees of a configured sync.</summary>
    /// <exception cref="AdapterException">One cannot be opened, or is another folder than before: an empty mount point must not pass for a tree in which everything was deleted.</exception>
    internal SyncTrees OpenTrees(SyncState state)
    {
        var trees = OpenTrees();
        try
        {
            Check(trees.Leader, state.LeaderInode);
            Check(trees.Follower, state.FollowerInode);
            return trees;
        }
        catch
        {
            trees.Dispose();
            throw;
        }
    }

    /// <summary>The sync for people.</summary>
    internal string Subject => $"{(Direction == SyncDirection.Forward ? "forward" : "reverse")} sync of data '{Component}'";

    private static void Check(TreeRoot tree, ulong inode)
    {
        if (FileSystem.StatusOf(tree.Handle).Inode != inode)
            throw new AdapterException(
                "it is another folder than the one that the sync was configured for", tree.Describe(TreePath.Root),
                "Mount what was mounted there (findmnt), or roll the migration back and start it again", isTransient: true);
    }
}
