using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What a sync of one direction keeps below the migration's work folder.</summary>
/// <param name="folder">Its folder.</param>
internal sealed class SyncFiles(string folder)
{
    /// <summary>What both sides had when they were last brought together.</summary>
    internal string Index => Path.Combine(folder, "index");

    /// <summary>The next index, while it is written.</summary>
    internal string Draft => Path.Combine(folder, "index.draft");

    /// <summary>The paths that a pass is about to make on the follower and that the index does not have.</summary>
    internal string Journal => Path.Combine(folder, "journal");

    /// <summary>What is known of the sync beside the index.</summary>
    internal string State => Path.Combine(folder, "state.json");

    /// <summary>Whether the sync is configured.</summary>
    internal bool Exist => File.Exists(State);

    /// <summary>The files of a direction.</summary>
    internal static SyncFiles Of(StepScope scope, string component, SyncDirection direction) =>
        new(Path.Combine(FolderOf(scope, component), direction == SyncDirection.Forward ? "forward" : "reverse"));

    /// <summary>What says that a side is frozen.</summary>
    internal static string FreezeMarker(StepScope scope, string component, Side side) =>
        Path.Combine(FolderOf(scope, component), side == Side.Source ? "source.frozen" : "target.frozen");

    /// <summary>What keeps two from working on the syncs of a component at once.</summary>
    internal static string Lock(StepScope scope, string component) => Path.Combine(FolderOf(scope, component), "lock");

    /// <summary>Makes the folder, closed to others: an index names files that the tree's own permissions may hide.</summary>
    internal void Make() => MakePrivate(folder);

    /// <inheritdoc cref="Make"/>
    internal static void MakePrivate(string path)
    {
        Directory.CreateDirectory(path);
        using var made = FileSystem.OpenFolder(path);
        FileSystem.SetMode(made, FileSystem.PrivateFolder);
    }

    /// <summary>Puts a finished draft in the index's place.</summary>
    internal void Commit()
    {
        DurableFile.Move(Draft, Index);
        File.Delete(Journal);
    }

    /// <summary>Takes over the index of another direction, which has both sides in it. Indexes are replaced and never changed, so a second name will do.</summary>
    internal void TakeOver(SyncFiles other)
    {
        File.Delete(Index);
        using var from = FileSystem.OpenFolder(Path.GetDirectoryName(other.Index)!);
        using var to = FileSystem.OpenFolder(folder);
        FileSystem.MakeHardLink(from, "index"u8, to, "index"u8);
        FileSystem.Sync(to);
    }

    /// <summary>Removes everything; nothing there is fine.</summary>
    internal void Remove()
    {
        if (!Directory.Exists(folder)) return;
        // The state goes first: without it there is no sync, whatever else a kill leaves.
        File.Delete(State);
        Directory.Delete(folder, recursive: true);
    }

    private static string FolderOf(StepScope scope, string component) => Path.Combine(scope.WorkFolder, "sync", component);
}
