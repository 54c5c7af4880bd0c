using System.Security.Cryptography;
using Azure;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>
/// A folder of a share of Azure Files as the target of a tree. Whose it is stands in the folder's metadata. The share is
/// somebody else's: its size, tier and protocol were decided when it was made.
/// </summary>
/// <param name="share">The share.</param>
/// <param name="folder">The folder, without slashes at its ends.</param>
/// <param name="owner">The component of the migration.</param>
internal sealed class FileTree(ShareClient share, string folder, string owner) : ITreeTarget
{
    private const int ParallelDeletes = 16;

    private readonly TreeMark _mark = new("tree", owner, folder);
    private readonly ShareDirectoryClient _top = Directory(share, folder);
    private readonly ShareDirectoryClient _parent = Directory(share, folder.Contains('/') ? folder[..folder.LastIndexOf('/')] : "");

    /// <inheritdoc/>
    public string Location => _top.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <inheritdoc/>
    public Task<AdapterException?> FindObstacleAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (folder.Length == 0)
            return Refusal("it is a whole share, whose top cannot be marked as this migration's", "Name a folder of it in the plan: https://ACCOUNT.file.core.windows.net/SHARE/FOLDER");
        if (await FindMetadataAsync(_top, cancellation) is { } metadata)
            return await FindObstacleAsync(metadata, cancellation);
        if (await FindHolderAsync(cancellation) is { } holder)
            return Nested(holder);
        return await FindMetadataAsync(_parent, cancellation) is null
            ? Refusal("the share or the folder above it does not exist", $"Make the share: az storage share-rm create --storage-account {share.AccountName} --name {share.Name}; and the folder in it: az storage directory create --account-name {share.AccountName} --share-name {share.Name} --name '{_parent.Path}' --auth-mode login --backup-intent")
            : null;
    }, cancellation);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (await FindObstacleAsync(cancellation) is { } obstacle)
            throw obstacle;
        if (await FindMetadataAsync(_top, cancellation) is null)
            await CreateAsync(cancellation);
        var metadata = await FindMetadataAsync(_top, cancellation) ?? new Dictionary<string, string>();
        if (await FindObstacleAsync(metadata, cancellation) is { } taken)
            throw taken;
        if (!_mark.IsOwn(metadata))
            await _top.SetMetadataAsync(_mark.On(metadata), cancellation);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public Task OpenAsync(bool isToBeEmptied, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (!_mark.IsOwn(await FindMetadataAsync(_top, cancellation)))
            throw Refusal("this migration has not prepared it", "Retry from the step that provisions the target");
        if (isToBeEmptied)
            await RemoveContentAsync(_top, cancellation);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (await FindMetadataAsync(_top, cancellation) is not { } metadata || !_mark.IsOwn(metadata))
            return false;
        await RemoveContentAsync(_top, cancellation);
        if (_mark.IsMade(metadata))
            await DeleteAsync(_top, cancellation);
        else
            await _top.SetMetadataAsync(_mark.Off(metadata), cancellation);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public Task<AdapterException?> FindLossAsync(CancellationToken cancellation) => ExplainAsync(
        async () => await FindMetadataAsync(_top, cancellation) is { } metadata && !_mark.IsOn(metadata) && await ListAsync(_top, cancellation).AnyAsync(cancellation)
            ? Refusal("its mark is gone, so it is not known to be this migration's", $"Look at it; when it holds what this migration copied, remove it, then retry the step: {RemoveCommands}")
            : null, cancellation);

    /// <inheritdoc/>
    public Task<DataSize> MeasureAsync(CancellationToken cancellation) => ExplainAsync(
        async () => await FindMetadataAsync(_top, cancellation) is null ? new DataSize(0, 0) : await MeasureAsync(_top, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<LedgerLine?> ReadAsync(string path, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        try
        {
            using var answer = (await _top.GetFileClient(path).DownloadAsync(cancellationToken: cancellation)).Value;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.Content, cancellation));
            return new LedgerLine(path, answer.ContentLength, hash);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }, cancellation);

    // An answer that got lost, or another migration that was faster, is told by what stands there then.
    private async Task CreateAsync(CancellationToken cancellation)
    {
        try
        {
            await _top.CreateAsync(new ShareDirectoryCreateOptions { Metadata = _mark.Made }, cancellation);
        }
        catch (RequestFailedException error) when (error.ErrorCode == ShareErrorCode.ResourceAlreadyExists)
        {
            return;
        }
    }

    private static async Task<IDictionary<string, string>?> FindMetadataAsync(ShareDirectoryClient directory, CancellationToken cancellation)
    {
        try
        {
            return (await directory.GetPropertiesAsync(cancellation)).Value.Metadata;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    private async Task<AdapterException?> FindObstacleAsync(IDictionary<string, string> metadata, CancellationToken cancellation)
    {
        if (_mark.IsOwn(metadata))
            return null;
        if (_mark.IsOn(metadata))
            return Refusal("it belongs to another migration, or to another component of this one", $"Give each component a target of its own; roll that migration back, or when it is over and nothing in it is needed, remove it: {RemoveCommands}");
        if (await FindHolderAsync(cancellation) is { } holder)
            return Nested(holder);
        return await ListAsync(_top, cancellation).AnyAsync(cancellation) ? Refusal("it is not empty", "Name another folder of the share in the plan") : null;
    }

    // What is marked is emptied by its undo, with all that is below it. What is below this one and marked keeps it from being empty.
    private async Task<string?> FindHolderAsync(CancellationToken cancellation)
    {
        for (var end = folder.LastIndexOf('/'); end > 0; end = folder.LastIndexOf('/', end - 1))
            if (await FindMetadataAsync(Directory(share, folder[..end]), cancellation) is { } metadata && _mark.IsOn(metadata))
                return folder[..end];
        return null;
    }

    private AdapterException Nested(string holder) =>
        Refusal($"it lies in '{holder}', which another migration or component copies to", $"Name a folder outside of '{holder}' in the plan");

    private string RemoveCommands =>
        $"az storage file delete-batch --account-name {share.AccountName} --source {share.Name} --pattern '{folder}/*' --auth-mode login --backup-intent; then its folders, the innermost first, and it: az storage directory delete --account-name {share.AccountName} --share-name {share.Name} --name '{folder}' --auth-mode login --backup-intent";

    // The names of one folder at a time are held; a listing that goes on while what it lists is deleted may leave some out.
    private static async Task RemoveContentAsync(ShareDirectoryClient directory, CancellationToken cancellation)
    {
        var entries = await ListAsync(directory, cancellation).ToListAsync(cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellation };
        await Parallel.ForEachAsync(entries.Where(entry => !entry.IsDirectory), options, (entry, stop) => DeleteAsync(directory.GetFileClient(entry.Name), stop));
        foreach (var child in entries.Where(entry => entry.IsDirectory).Select(entry => directory.GetSubdirectoryClient(entry.Name)))
        {
            await RemoveContentAsync(child, cancellation);
            await DeleteAsync(child, cancellation);
        }
    }

    private static async ValueTask DeleteAsync(ShareFileClient file, CancellationToken cancellation) => await DeleteAsync(
        () => file.DeleteIfExistsAsync(cancellationToken: cancellation),
        () => file.SetHttpHeadersAsync(new() { SmbProperties = new() { FileAttributes = NtfsFileAttributes.None } }, cancellationToken: cancellation));

    private static Task DeleteAsync(ShareDirectoryClient directory, CancellationToken cancellation) => DeleteAsync(
        () => directory.DeleteIfExistsAsync(cancellationToken: cancellation),
        () => directory.SetHttpHeadersAsync(new() { SmbProperties = new() { FileAttributes = NtfsFileAttributes.Directory } }, cancellation));

    // The tools carry attributes of the source over.
    private static async Task DeleteAsync(Func<Task> delete, Func<Task> makeWritable)
    {
        try
        {
            await delete();
        }
        catch (RequestFailedException error) when (error.ErrorCode == ShareErrorCode.ReadOnlyAttribute || error.ErrorCode == ShareErrorCode.CannotDeleteFileOrDirectory)
        {
            await makeWritable();
            await delete();
        }
    }

    private static async Task<DataSize> MeasureAsync(ShareDirectoryClient directory, CancellationToken cancellation)
    {
        var (bytes, count) = (0L, 0L);
        await foreach (var entry in ListAsync(directory, cancellation))
        {
            var size = entry.IsDirectory ? await MeasureAsync(directory.GetSubdirectoryClient(entry.Name), cancellation) : new DataSize(entry.FileSize ?? 0, 1);
            (bytes, count) = (bytes + size.SizeBytes, count + size.ObjectCount);
        }

        return new DataSize(bytes, count);
    }

    private static AsyncPageable<ShareFileItem> ListAsync(ShareDirectoryClient directory, CancellationToken cancellation) =>
        directory.GetFilesAndDirectoriesAsync(new ShareDirectoryGetFilesAndDirectoriesOptions(), cancellation);

    private static ShareDirectoryClient Directory(ShareClient share, string path) =>
        path.Length == 0 ? share.GetRootDirectoryClient() : share.GetDirectoryClient(path);

    private Task<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellation) =>
        BlobErrors.ExplainAsync(Location, () => ShareErrors.ExplainAsync(Location, work), cancellation);

    private AdapterException Refusal(string problem, string remedy) => new(problem, Location, remedy, isTransient: false);
}
