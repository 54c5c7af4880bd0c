using System.Security.Cryptography;
using System.Text;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>The folder that a migration restores into, and its marker.</summary>
/// <param name="path">The folder: absolute, without a slash at its end.</param>
/// <param name="migrationId">The migration.</param>
internal sealed class TargetFolder(string path, string migrationId)
{
    private const int LongestNameInMarker = 100;

    private string Parent => Path.GetDirectoryName(path)!;

    private string MarkerPath => Path.Combine(Parent, MarkerName(migrationId));

    /// <summary>What keeps the folder from being prepared; <see langword="null"/> when nothing does. Changes nothing.</summary>
    /// <exception cref="AdapterException">It cannot be looked at.</exception>
    internal AdapterException? FindObstacle()
    {
        if (!Directory.Exists(Parent)) return Refusal("the folder that it is in does not exist", $"Make it: mkdir -p '{Parent}'");
        if (!IsWritable(Parent)) return Refusal($"nothing may be made in '{Parent}'", "Run the orchestrator as root or give its user the right to write there");
        if (OtherOwner() is { } other)
            return Refusal("it belongs to another migration", $"Roll that migration back, or if it is over and the target no longer used, remove '{other}'");
        return TargetMarker.Find(MarkerPath) is { Origin: not TargetOrigin.Announced } ? null : FindContentObstacle();
    }

    /// <summary>Makes the folder or takes over an empty one.</summary>
    /// <exception cref="AdapterException">It cannot be, or it holds something else.</exception>
    internal void Prepare()
    {
        if (FindObstacle() is { } obstacle) throw obstacle;
        var marker = TargetMarker.Find(MarkerPath) ?? Announce();
        if (marker.Origin == TargetOrigin.Existing && Find(path) is null)
            throw Refusal("the folder that was to be taken over is gone", "Make it again or mount it, then retry the step");
        if (marker.Origin == TargetOrigin.Existing) return;
        Make();
        (marker with { Origin = TargetOrigin.Made }).Write(MarkerPath);
    }

    /// <summary>Opens the prepared folder.</summary>
    /// <exception cref="AdapterException">This migration has not prepared it.</exception>
    internal TreeRoot Open() => TargetMarker.Find(MarkerPath) is { Origin: not TargetOrigin.Announced }
        ? TreeRoot.OpenItself(path)
        : throw Refusal("this migration has not prepared it", "Retry from the step that provisions the target");

    /// <summary>Removes what this migration made. The marker goes last, so that a killed run is finished by the next.</summary>
    /// <exception cref="AdapterException">It cannot be removed.</exception>
    internal void Remove(CancellationToken cancellation)
    {
        if (TargetMarker.Find(MarkerPath) is not { } marker) return;
        if (Find(path) is not null && IsOwn(marker))
        {
            RemoveContent(marker, cancellation);
            if (marker.Origin != TargetOrigin.Existing) Directory.Delete(path);
        }
        DurableFile.Remove(MarkerPath);
    }

    // Killed between the marker and the folder, it made nothing: a folder with something in it is somebody else's.
    private bool IsOwn(TargetMarker marker) => marker.Origin != TargetOrigin.Announced || FindContentObstacle() is null;

    private void RemoveContent(TargetMarker marker, CancellationToken cancellation)
    {
        using var root = TreeRoot.OpenItself(path);
        if (!FileSystem.IsWritable(root.Handle)) FileSystem.SetMode(root.Handle, FileSystem.PrivateFolder);
        TreeRemover.RemoveContent(root, cancellation);
        if (marker.Origin != TargetOrigin.Existing) return;
        if (FileSystem.IsRoot) FileSystem.SetOwner(root.Handle, marker.User, marker.Group);
        FileSystem.SetMode(root.Handle, marker.Mode);
        FileSystem.Sync(root.Handle);
    }

    // The marker stands before the folder does: a kill in between leaves no folder that nobody answers for.
    private TargetMarker Announce()
    {
        var marker = Find(path) is { } status
            ? TargetMarker.OfExisting(migrationId, status)
            : new TargetMarker { MigrationId = migrationId, Origin = TargetOrigin.Announced };
        marker.Write(MarkerPath);
        return marker;
    }

    private void Make()
    {
        using (var parent = FileSystem.OpenFolder(Parent)) FileSystem.MakeFolder(parent, Encoding.UTF8.GetBytes(Path.GetFileName(path)));
        FileSystem.SyncFolder(Parent);
    }

    private AdapterException? FindContentObstacle() => Find(path) switch
    {
        null => null,
        { Type: EntryType.Symlink } => Refusal("it is a symbolic link", "Name the folder that it points to"),
        { Type: not EntryType.Folder } => Refusal("it is not a folder", "Name a folder, or a path that does not exist yet"),
        _ => FindEntry() is { } entry
            ? Refusal($"it is not empty: it holds '{FileName.Printable(entry)}'", $"Name another folder, or if nothing in it is needed: rm -rf '{path}'")
            : null,
    };

    private byte[]? FindEntry()
    {
        using var root = TreeRoot.OpenItself(path);
        return root.At(TreePath.Root, () => FolderListing.Read(root.Handle).Find(name => !LostAndFound.Is(root.Handle, name)));
    }

    private string? OtherOwner() => Directory
        .EnumerateFiles(Parent, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None })
        .FirstOrDefault(other => other != MarkerPath
            && Path.GetFileName(other).StartsWith(MarkerName(string.Empty), StringComparison.Ordinal)
            && !other.EndsWith(".draft", StringComparison.Ordinal));

    private static bool IsWritable(string folder)
    {
        using var handle = FileSystem.OpenFolder(folder);
        return FileSystem.IsWritable(handle);
    }

    private static FileStatus? Find(string place)
    {
        var above = Path.GetDirectoryName(place)!;
        if (!Directory.Exists(above)) return null;
        using var parent = FileSystem.OpenFolder(above);
        return FileSystem.FindStatus(parent, Encoding.UTF8.GetBytes(Path.GetFileName(place)));
    }

    private AdapterException Refusal(string problem, string remedy) => new(problem, $"target folder '{path}'", remedy, isTransient: false);

    private string MarkerName(string id)
    {
        var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        var shown = name.Length <= LongestNameInMarker ? Path.GetFileName(path) : Convert.ToHexStringLower(SHA256.HashData(name));
        return $".{shown}.orchestrator-{id}";
    }
}
