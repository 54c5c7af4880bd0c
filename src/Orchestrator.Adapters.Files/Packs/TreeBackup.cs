using System.Collections.Concurrent;
using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Packs;

/// <summary>
/// Packs a tree into a folder. A run after a kill reads the killed run's manifest along the way, and keeps each file
/// that has not changed since and whose content in the packs still has its SHA-256.
/// </summary>
internal sealed class TreeBackup : IDisposable
{
    private readonly TreeRoot _source;
    private readonly string _folder;
    private readonly TreeOptions _options;
    private readonly ByteProgress _progress;
    private readonly ConcurrentBag<PackWriter> _writers = [];
    private readonly HashSet<int> _usedPacks = [];
    private int _lastPack;
    private long _changedWhileRead;
    private long _objectCount;
    private long _sizeBytes;

    internal TreeBackup(TreeRoot source, string folder, TreeOptions options, ByteProgress progress)
    {
        (_source, _folder, _options, _progress) = (source, folder, options, progress);
        _lastPack = PackFiles.NumbersIn(folder).DefaultIfEmpty().Max();
    }

    /// <summary>Writes the whole backup.</summary>
    /// <returns>What is in it.</returns>
    internal DataSize Run(CancellationToken cancellation)
    {
        KeepKilledRun();
        var manifest = WriteManifest(cancellation);
        if (!_options.IsRehearsal) CheckUnchanged(cancellation);
        foreach (var writer in _writers) writer.Finish();
        RemoveUnused();
        FileSystem.SyncFolder(_folder);
        new BackupSeal
        {
            SizeBytes = _sizeBytes,
            ObjectCount = _objectCount,
            ChangedWhileRead = _changedWhileRead,
            ManifestSha256 = manifest,
        }.Write(_folder);
        return new DataSize(_sizeBytes, _objectCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }

    // Of two killed runs the longer manifest has more to offer; nothing in it is believed without being checked.
    private void KeepKilledRun()
    {
        DurableFile.Remove(Path.Combine(_folder, PackFiles.Seal));
        var (manifest, previous) = (Path.Combine(_folder, PackFiles.Manifest), Path.Combine(_folder, PackFiles.PreviousManifest));
        if (LengthOf(manifest) > LengthOf(previous)) DurableFile.Move(manifest, previous);
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private string WriteManifest(CancellationToken cancellation)
    {
        using var manifest = new ManifestWriter(Path.Combine(_folder, PackFiles.Manifest));
        OrderedPipeline.Run(Candidates(cancellation), item => Store(item, cancellation), Add, _options.Parallelism, cancellation);
        return manifest.Finish();

        void Add(TreeEntry entry)
        {
            manifest.Add(entry);
            _usedPacks.UnionWith(entry.Data?.Select(extent => extent.Pack) ?? []);
            _sizeBytes += entry.SizeBytes ?? 0;
            if (entry.Type != EntryType.Folder) _objectCount++;
            if (entry.ChangedWhileRead == true) _changedWhileRead++;
        }
    }

    private IEnumerable<(WalkedEntry Walked, TreeEntry? Previous)> Candidates(CancellationToken cancellation)
    {
        using var previous = new SortedLookup<TreeEntry>(
            ManifestReader.ReadUnfinished(Path.Combine(_folder, PackFiles.PreviousManifest)), entry => entry.Path);
        var walk = new WalkOptions { OpensFiles = true, ReadsAttributes = _options.KeepsAttributes, ToleratesChanges = _options.IsRehearsal };
        foreach (var entry in new TreeWalker(_source, walk).Walk(cancellation))
        {
            if (entry.Type == EntryType.Socket) continue;
            if (entry.Type == EntryType.Device) throw SpecialFiles.DeviceRefused(_source, entry.Path);
            yield return (entry, previous.Find(entry.Path));
        }
    }

    private TreeEntry Store((WalkedEntry Walked, TreeEntry? Previous) item, CancellationToken cancellation)
    {
        using var walked = item.Walked;
        return walked.Type != EntryType.File
            ? TreeEntry.Of(walked)
            : _source.At(walked.Path, () => Reuse(item, cancellation) ?? Read(walked, cancellation));
    }

    private TreeEntry? Reuse((WalkedEntry Walked, TreeEntry? Previous) item, CancellationToken cancellation)
    {
        var (walked, previous) = item;
        if (previous is not { Type: EntryType.File, ChangedWhileRead: null } || previous.Seen != Fingerprint.Of(walked.Status)) return null;
        if (!new PackReader(_folder).Read(previous, static (_, _) => { }, cancellation)) return null;
        _progress.Add(walked.SizeBytes);
        return TreeEntry.Of(walked) with
        {
            SizeBytes = previous.SizeBytes,
            Sha256 = previous.Sha256,
            Data = previous.Data,
            Seen = previous.Seen,
        };
    }

    private TreeEntry Read(WalkedEntry walked, CancellationToken cancellation)
    {
        var writer = _writers.TryTake(out var free) ? free : new PackWriter(_folder, _options.PackSizeBytes, NextPack);
        try
        {
            var extents = new List<DataExtent>();
            var (sizeBytes, sha256) = FileContent.Read(
                walked.Content!, walked.SizeBytes, (at, data) => Write(writer, at, data, extents), cancellation);
            return TreeEntry.Of(walked) with
            {
                SizeBytes = sizeBytes,
                Sha256 = sha256,
                Data = extents,
                Seen = Fingerprint.Of(walked.Status),
                ChangedWhileRead = HasChanged(walked) ? true : null,
            };
        }
        finally
        {
            _writers.Add(writer);
        }
    }

    private void Write(PackWriter writer, long at, ReadOnlySpan<byte> data, List<DataExtent> extents)
    {
        try
        {
            writer.Append(at, data, extents);
        }
        catch (IOException error) when (FileErrors.Explain(error, $"backup folder '{_folder}'") is { } explained)
        {
            throw explained;
        }
        _progress.Add(data.Length);
    }

    private bool HasChanged(WalkedEntry walked)
    {
        var changed = !FileSystem.StatusOf(walked.Content!).IsSameAs(walked.Status);
        return changed && !_options.IsRehearsal ? throw TreeWalker.ChangedMeanwhile(_source, walked.Path) : changed;
    }

    // What was read first may have changed while the rest was read; a second look costs no reading of content.
    private void CheckUnchanged(CancellationToken cancellation)
    {
        var manifest = ManifestReader.ReadUnfinished(Path.Combine(_folder, PackFiles.Manifest));
        using var known = new SortedLookup<TreeEntry>(manifest, entry => entry.Path);
        foreach (var entry in new TreeWalker(_source, new WalkOptions()).Walk(cancellation).Where(entry => entry.Type != EntryType.Socket))
        {
            if (known.Find(entry.Path) is not { } before || before.Modified != entry.Status.Modified
                || (before.Seen is { } seen && seen != Fingerprint.Of(entry.Status)))
                throw TreeWalker.ChangedMeanwhile(_source, entry.Path);
        }
    }

    private int NextPack() => Interlocked.Increment(ref _lastPack);

    private void RemoveUnused()
    {
        foreach (var number in PackFiles.NumbersIn(_folder).Where(number => !_usedPacks.Contains(number)).ToList())
            File.Delete(PackFiles.PathOf(_folder, number));
        File.Delete(Path.Combine(_folder, PackFiles.PreviousManifest));
    }
}
