using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>A container, or what is below a folder of it, as the target of a tree. Whose it is stands in the container's metadata.</summary>
/// <param name="container">The container.</param>
/// <param name="folder">The folder, without slashes at its ends; nothing for the whole container.</param>
/// <param name="owner">The component of the migration.</param>
internal sealed class BlobTree(BlobContainerClient container, string folder, string owner) : ITreeTarget
{
    private const int ParallelDeletes = 16;

    private readonly string _prefix = folder.Length == 0 ? "" : $"{folder}/";
    private readonly ContainerLock _lock = new(container, $"{owner}/{folder}");
    private readonly TreeMark _mark = new(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Length == 0 ? "" : $"{folder}/")))[..16], owner, folder);

    /// <inheritdoc/>
    public string Location => new BlobUriBuilder(container.Uri) { BlobName = folder }.ToUri().GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <inheritdoc/>
    public Task<AdapterException?> FindObstacleAsync(CancellationToken cancellation) => ExplainAsync(
        async () => await FindMetadataAsync(cancellation) is { } metadata ? await FindObstacleAsync(metadata, cancellation) : null, cancellation);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        // An answer that got lost, or another migration that was faster, is told by what stands there then.
        if (await FindMetadataAsync(cancellation) is null)
            await container.CreateIfNotExistsAsync(metadata: _mark.Made, cancellationToken: cancellation);
        if (_mark.IsOwn(await FindMetadataAsync(cancellation)))
            return true;
        return await _lock.RunAsync(async held =>
        {
            var metadata = await FindMetadataAsync(cancellation) ?? new Dictionary<string, string>();
            if (await FindObstacleAsync(metadata, cancellation) is { } obstacle)
                throw obstacle;
            await container.SetMetadataAsync(_mark.On(metadata), held, cancellation);
            return true;
        }, cancellation);
    }, cancellation);

    /// <inheritdoc/>
    public Task OpenAsync(bool isToBeEmptied, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (!_mark.IsOwn(await FindMetadataAsync(cancellation)))
            throw Refusal("this migration has not prepared it", "Retry from the step that provisions the target");
        if (isToBeEmptied)
            await RemoveContentAsync(cancellation);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (!_mark.IsOwn(await FindMetadataAsync(cancellation)))
            return false;
        await RemoveContentAsync(cancellation);
        return await _lock.RunAsync(async held =>
        {
            if (await FindMetadataAsync(cancellation) is not { } metadata || !_mark.IsOwn(metadata))
                return false;
            if (_mark.IsMade(metadata) && !_mark.HasOthers(metadata) && !await AnyAsync("", cancellation))
                await container.DeleteIfExistsAsync(held, cancellation);
            else
                await container.SetMetadataAsync(_mark.Off(metadata), held, cancellation);
            return true;
        }, cancellation);
    }, cancellation);

    /// <inheritdoc/>
    public Task<AdapterException?> FindLossAsync(CancellationToken cancellation) => ExplainAsync(
        async () => await FindMetadataAsync(cancellation) is { } metadata && !_mark.IsOn(metadata) && await AnyAsync(_prefix, cancellation)
            ? Refusal("its mark is gone, so what is in it is not known to be this migration's", $"Look at it; what this migration copied is removed by: az storage blob delete-batch --account-name {container.AccountName} --source {container.Name} --pattern '{_prefix}*' --auth-mode login; then retry the step")
            : null, cancellation);

    /// <inheritdoc/>
    public Task<DataSize> MeasureAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        var (bytes, count) = (0L, 0L);
        if (await FindMetadataAsync(cancellation) is null)
            return new DataSize(0, 0);
        await foreach (var item in ListAsync(_prefix, cancellation).Where(item => !IsFolder(item.Metadata)))
            (bytes, count) = (bytes + (item.Properties.ContentLength ?? 0), count + 1);
        return new DataSize(bytes, count);
    }, cancellation);

    /// <inheritdoc/>
    public Task<LedgerLine?> ReadAsync(string path, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        try
        {
            using var answer = (await container.GetBlobClient(_prefix + path).DownloadStreamingAsync(cancellationToken: cancellation)).Value;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.Content, cancellation));
            return new LedgerLine(path, answer.Details.ContentLength, hash);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }, cancellation);

    private async Task<IDictionary<string, string>?> FindMetadataAsync(CancellationToken cancellation)
    {
        try
        {
            return (await container.GetPropertiesAsync(cancellationToken: cancellation)).Value.Metadata;
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
            return Refusal("it belongs to another migration, or to another component of this one", $"Give each component a target of its own; roll that migration back, or when it is over and nothing in it is needed, remove it: az storage container delete --account-name {container.AccountName} --name {container.Name}");
        if (_mark.IsNested(metadata))
            return Refusal("it lies in a folder that another migration or component copies to, or around one", $"Name a folder beside it; those that are taken: az storage container metadata show --account-name {container.AccountName} --name {container.Name} --auth-mode login");
        return await AnyAsync(_prefix, cancellation) ? Refusal("it is not empty", "Name another container or folder in the plan") : null;
    }

    // A hierarchical account has folders of its own, and removes one only when it is empty.
    private async Task RemoveContentAsync(CancellationToken cancellation)
    {
        var folders = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            ListAsync(_prefix, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellation },
            async (item, stop) =>
            {
                if (IsFolder(item.Metadata))
                    folders.Add(item.Name);
                else
                    await DeleteAsync(item.Name, stop);
            });
        foreach (var name in folders.OrderByDescending(name => name.Length))
            await DeleteAsync(name, cancellation);
    }

    private async ValueTask DeleteAsync(string name, CancellationToken cancellation) =>
        await container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);

    private AsyncPageable<BlobItem> ListAsync(string prefix, CancellationToken cancellation) =>
        container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix.Length == 0 ? null : prefix, Traits = BlobTraits.Metadata }, cancellation);

    private async Task<bool> AnyAsync(string prefix, CancellationToken cancellation) =>
        await ListAsync(prefix, cancellation).AnyAsync(item => !IsFolder(item.Metadata), cancellation);

    private static bool IsFolder(IDictionary<string, string>? metadata) => metadata?.ContainsKey("hdi_isfolder") == true;

    private Task<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => BlobErrors.ExplainAsync(Location, work, cancellation);

    private AdapterException Refusal(string problem, string remedy) => new(problem, Location, remedy, isTransient: false);
}
