using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>
/// Sends the files of a folder: one reader, which hashes, and many requests. What the store has already is not sent
/// again: whole blobs by size and hash, the blocks of large files by their ids.
/// </summary>
/// <param name="blobs">The backup.</param>
/// <param name="existing">What the store has.</param>
/// <param name="window">Buffers.</param>
/// <param name="progress">Takes progress.</param>
/// <param name="beforeChange">Called before anything in the store changes; cheap after the first time.</param>
internal sealed class BackupUpload(
    BackupBlobs blobs, IReadOnlyDictionary<string, StoredBlob> existing, TransferWindow window, ProgressMeter progress, Func<Task> beforeChange)
{
    private const int SmallFileBytes = 256 * 1024;

    // The store checks each request's content with it. Azurite checks CRC-64 as well, but in script, and slowly.
    private static readonly UploadTransferValidationOptions Checked = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private readonly List<ManifestFile> _sent = [];
    private long _sentBytes;

    /// <summary>How much really had to be sent.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    /// <summary>The blobs that the store must have in the end.</summary>
    public Dictionary<string, StoredBlob> Expected { get; } = new(StringComparer.Ordinal);

    /// <summary>Sends what is missing.</summary>
    /// <param name="files">All files.</param>
    /// <returns>The files as they stand in a manifest, ordered by path.</returns>
    public async Task<IReadOnlyList<ManifestFile>> SendAsync(IReadOnlyList<LocalFile> files)
    {
        await window.RunAsync(async () =>
        {
            foreach (var pack in Pack(files))
                await SendPackAsync(pack);
            foreach (var file in files.Where(file => !IsSmall(file)))
                await SendFileAsync(file);
        });
        return [.. _sent.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private bool IsSmall(LocalFile file) => file.SizeBytes <= Math.Min(SmallFileBytes, window.BlockBytes);

    private IEnumerable<List<LocalFile>> Pack(IReadOnlyList<LocalFile> files)
    {
        var pack = new List<LocalFile>();
        var size = 0L;
        foreach (var file in files.Where(IsSmall))
        {
            if (size + file.SizeBytes > window.BlockBytes)
            {
                yield return pack;
                (pack, size) = ([], 0);
            }

            pack.Add(file);
            size += file.SizeBytes;
        }

        if (pack.Count > 0)
            yield return pack;
    }

    private async Task SendPackAsync(List<LocalFile> files)
    {
        var buffer = await window.RentAsync();
        var hashes = new List<string>(files.Count);
        var size = 0;
        foreach (var file in files)
        {
            using var reader = new LocalReader(file);
            var content = buffer.AsMemory(size, (int)file.SizeBytes);
            reader.Fill(content.Span);
            reader.ExpectEnd();
            hashes.Add(BackupManifest.HashOf(content.Span));
            size += content.Length;
        }

        var blob = BlobNames.ForPack(BackupManifest.HashOf(buffer.AsSpan(0, size)));
        var offset = 0L;
        foreach (var (file, hash) in files.Zip(hashes))
        {
            _sent.Add(new ManifestFile(file.Path, file.SizeBytes, hash, file.SizeBytes == 0 ? null : blob, file.SizeBytes == 0 ? 0 : offset));
            offset += file.SizeBytes;
        }

        await SendWholeAsync(blob, new StoredBlob(size, blob["packs/".Length..]), buffer);
    }

    private async Task SendFileAsync(LocalFile file)
    {
        var blob = BlobNames.ForFile(file.Path);
        var hash = file.SizeBytes <= window.BlockBytes
            ? await SendInOneAsync(file, blob)
            : await UnchangedAsync(file, blob) ?? await SendInBlocksAsync(file, blob);
        Expected[blob] = new StoredBlob(file.SizeBytes, hash);
        _sent.Add(new ManifestFile(file.Path, file.SizeBytes, hash, blob, 0));
    }

    private async Task<string> SendInOneAsync(LocalFile file, string blob)
    {
        var buffer = await window.RentAsync();
        using var reader = new LocalReader(file);
        var content = buffer.AsMemory(0, (int)file.SizeBytes);
        reader.Fill(content.Span);
        reader.ExpectEnd();
        var hash = BackupManifest.HashOf(content.Span);
        await SendWholeAsync(blob, new StoredBlob(content.Length, hash), buffer);
        return hash;
    }

    private async Task SendWholeAsync(string blob, StoredBlob expected, byte[] buffer)
    {
        var size = (int)expected.SizeBytes;
        if (size == 0 || existing.GetValueOrDefault(blob) == expected)
        {
            window.Return(buffer);
            Skip(blob, expected);
            return;
        }

        Expected[blob] = expected;
        await beforeChange();
        _ = window.Start(buffer, async () =>
        {
            using var content = new MemoryStream(buffer, 0, size, writable: false);
            await blobs.Open(blob).UploadAsync(content, new BlobUploadOptions { Metadata = Hash(expected), TransferValidation = Checked }, window.Stopped);
            Sent(size);
        });
    }

    private void Skip(string blob, StoredBlob expected)
    {
        if (expected.SizeBytes > 0)
            Expected[blob] = expected;
        progress.Add(expected.SizeBytes);
    }

    // A large file of the same size is read once more than needed if it differs: the rare case.
    private async Task<string?> UnchangedAsync(LocalFile file, string blob)
    {
        if (existing.GetValueOrDefault(blob) is not { Sha256: { } known } stored || stored.SizeBytes != file.SizeBytes)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = new LocalReader(file);
        var buffer = await window.RentAsync();
        for (var left = file.SizeBytes; left > 0; left -= window.BlockBytes)
        {
            window.Stopped.ThrowIfCancellationRequested();
            var content = buffer.AsSpan(0, (int)Math.Min(left, window.BlockBytes));
            reader.Fill(content);
            hash.AppendData(content);
        }

        window.Return(buffer);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != known)
            return null;
        progress.Add(file.SizeBytes);
        return known;
    }

    private async Task<string> SendInBlocksAsync(LocalFile file, string blob)
    {
        await beforeChange();
        var client = blobs.Open(blob);
        var known = await BlocksOfAsync(client);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = new LocalReader(file);
        var ids = new List<string>();
        var sending = new List<Task>();
        for (var offset = 0L; offset < file.SizeBytes; offset += window.BlockBytes)
        {
            var buffer = await window.RentAsync();
            var size = (int)Math.Min(file.SizeBytes - offset, window.BlockBytes);
            reader.Fill(buffer.AsSpan(0, size));
            hash.AppendData(buffer.AsSpan(0, size));
            var id = BlockId.For(ids.Count, buffer.AsSpan(0, size));
            ids.Add(id);
            if (known.GetValueOrDefault(id) != size)
                sending.Add(window.Start(buffer, () => StageAsync(client, id, buffer, size)));
            else
                SkipBlock(buffer, size);
        }

        reader.ExpectEnd();
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        _ = window.Start(null, () => CommitAsync(client, sending, ids, sha256));
        return sha256;
    }

    private void SkipBlock(byte[] buffer, int size)
    {
        window.Return(buffer);
        progress.Add(size);
    }

    private async Task StageAsync(BlockBlobClient blob, string id, byte[] buffer, int size)
    {
        using var content = new MemoryStream(buffer, 0, size, writable: false);
        await blob.StageBlockAsync(id, content, new BlockBlobStageBlockOptions { TransferValidation = Checked }, window.Stopped);
        Sent(size);
    }

    private async Task CommitAsync(BlockBlobClient blob, List<Task> sending, List<string> ids, string sha256)
    {
        await Task.WhenAll(sending);
        // A block that failed has stopped the window.
        window.Stopped.ThrowIfCancellationRequested();
        await blob.CommitBlockListAsync(ids, new CommitBlockListOptions { Metadata = Hash(new StoredBlob(0, sha256)) }, window.Stopped);
    }

    // Committed blocks count too: of a file that changed, only the changed blocks are sent.
    private async Task<Dictionary<string, long>> BlocksOfAsync(BlockBlobClient blob)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            BlockList list = await blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: window.Stopped);
            foreach (var block in list.CommittedBlocks.Concat(list.UncommittedBlocks))
                known[block.Name] = block.SizeLong;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return known;
        }

        return known;
    }

    private static Dictionary<string, string> Hash(StoredBlob blob) => new() { [BackupBlobs.HashKey] = blob.Sha256! };

    private void Sent(long bytes)
    {
        Interlocked.Add(ref _sentBytes, bytes);
        progress.Add(bytes);
    }
}
