using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Adapters.Files.Files;
using Orchestrator.Adapters.Files.Packs;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Sync;

/// <summary>
/// The freeze of a side. A tree of files cannot refuse writes, so the workload is stopped; here is remembered that the
/// side should stand still, and shown that it does.
/// </summary>
internal sealed class Freeze(FilesRequest request, StepScope scope, string component, Side side)
{
    private readonly string _marker = SyncFiles.FreezeMarker(scope, component, side);

    private string Path => side == Side.Source ? request.SourcePath : request.TargetPath;

    /// <summary>Remembers that the side is frozen.</summary>
    internal void Begin()
    {
        SyncFiles.MakePrivate(System.IO.Path.GetDirectoryName(_marker)!);
        DurableFile.Write(_marker, []);
    }

    /// <summary>Forgets it.</summary>
    internal void End()
    {
        if (File.Exists(_marker)) DurableFile.Remove(_marker);
    }

    /// <summary>Looks twice.</summary>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">The side is not frozen, or changed between the looks.</exception>
    internal string Prove(CancellationToken cancellation)
    {
        if (!File.Exists(_marker))
            throw new AdapterException("it was not frozen", $"folder '{Path}'", "Retry from the step that freezes the writes", isTransient: false);
        using var tree = TreeRoot.Open(Path);
        var (position, entryCount) = Look(tree, cancellation);
        if (Look(tree, cancellation).Position != position) throw TreeWalker.ChangedMeanwhile(tree, TreePath.Root);
        return string.Create(CultureInfo.InvariantCulture,
            $"two looks at {entryCount} entries saw the same names, sizes and times of change ({position}); a tree refuses no canary: its workload is stopped");
    }

    private static (string Position, long EntryCount) Look(TreeRoot tree, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entryCount = 0L;
        Span<byte> facts = stackalloc byte[4 * sizeof(long)];
        foreach (var entry in new TreeWalker(tree, new WalkOptions { ToleratesChanges = true }).Walk(cancellation))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(facts, entry.Status.Inode);
            BinaryPrimitives.WriteInt64LittleEndian(facts[8..], entry.Status.SizeBytes);
            BinaryPrimitives.WriteInt64LittleEndian(facts[16..], entry.Status.Changed.Seconds);
            BinaryPrimitives.WriteInt64LittleEndian(facts[24..], entry.Status.Changed.Nanoseconds);
            hash.AppendData(entry.Path.Bytes);
            hash.AppendData(facts);
            entryCount++;
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset())[..16], entryCount);
    }
}
