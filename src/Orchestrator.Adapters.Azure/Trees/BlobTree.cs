using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>A container, or what is below a folder of it, as the target of a tree. Whose it is stands in the container's metadata, where no user sees it.</summary>
/// <param name="container">The container.</param>
/// <param name="folder">The folder with a slash at its end; nothing for the whole container.</param>
/// <param name="migrationId">The migration.</param>
internal sealed class BlobTree(BlobContainerClient container, string folder, string migrationId)
{
    private const string KeyPrefix = "orchestrator_";
    private const string Made = "made";
    private const string Existing = "existing";
    private const int ParallelDeletes = 16;

    /// <summary>Where it is, for people and tools; no secrets.</summary>
    public string Location => $"{container.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{folder}".TrimEnd('/');

    private string Key => $"{KeyPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]}";

    /// <summary>What keeps it from being prepared.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The error; <see langword="null"/> when nothing does.</returns>
    public Task<AdapterException?> FindObstacleAsync(CancellationToken cancellation) => ExplainAsync(
        async () => await FindMetadataAsync(cancellation) is { } metadata ? await FindObstacleAsync(metadata, cancellation) : null, cancellation);

    /// <summary>Makes the container, or takes over what is there and empty.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is this migration's.</returns>
    /// <exception cref="AdapterException">It holds something, or is another migration's.</exception>
    public Task PrepareAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        // An answer that got lost, or another migration that was faster, is told by what stands there then.
        if (await FindMetadataAsync(cancellation) is null)
            await container.CreateIfNotExistsAsync(metadata: new Dictionary<string, string> { [Key] = $"{Made}:{migrationId}" }, cancellationToken: cancellation);
        var metadata = await FindMetadataAsync(cancellation) ?? new Dictionary<string, string>();
        if (await FindObstacleAsync(metadata, cancellation) is { } obstacle)
            throw obstacle;
        if (OriginIn(metadata) is null)
            await container.SetMetadataAsync(new Dictionary<string, string>(metadata) { [Key] = $"{Existing}:{migrationId}" }, cancellationToken: cancellation);
        return true;
    }, cancellation);

    /// <summary>Makes sure that it is this migration's, and that nothing is in it.</summary>
    /// <param name="isToBeEmptied">Whether what is in it is removed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when files may be put there.</returns>
    /// <exception cref="AdapterException">This migration has not prepared it.</exception>
    public Task OpenAsync(bool isToBeEmptied, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (await FindMetadataAsync(cancellation) is not { } metadata || OriginIn(metadata) is null)
            throw Refusal("this migration has not prepared it", "Retry from the step that provisions the target");
        if (isToBeEmptied)
            await RemoveContentAsync(cancellation);
        return true;
    }, cancellation);

    /// <summary>Removes what this migration put there, and the container when it made it and nothing else is in it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is gone.</returns>
    public Task RemoveAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        if (await FindMetadataAsync(cancellation) is not { } metadata || OriginIn(metadata) is not { } origin)
            return false;
        await RemoveContentAsync(cancellation);
        var others = metadata.Keys.Any(key => key != Key && key.StartsWith(KeyPrefix, StringComparison.Ordinal));
        if (origin == Made && !others && !await AnyAsync(container.GetBlobsAsync(new GetBlobsOptions(), cancellation)))
        {
            await container.DeleteIfExistsAsync(cancellationToken: cancellation);
            return true;
        }

        await container.SetMetadataAsync(metadata.Where(pair => pair.Key != Key).ToDictionary(), cancellationToken: cancellation);
        return true;
    }, cancellation);

    /// <summary>Measures it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its size; nothing when it does not exist.</returns>
    public Task<DataSize> MeasureAsync(CancellationToken cancellation) => ExplainAsync(async () =>
    {
        var (bytes, count) = (0L, 0L);
        if (await FindMetadataAsync(cancellation) is null)
            return new DataSize(0, 0);
        await foreach (var item in ListAsync(cancellation))
            (bytes, count) = (bytes + (item.Properties.ContentLength ?? 0), count + 1);
        return new DataSize(bytes, count);
    }, cancellation);

    /// <summary>Reads a file back.</summary>
    /// <param name="path">Its path in the tree.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is there; <see langword="null"/> when nothing is.</returns>
    public Task<LedgerLine?> ReadAsync(string path, CancellationToken cancellation) => ExplainAsync(async () =>
    {
        try
        {
            using var answer = (await container.GetBlobClient(folder + path).DownloadStreamingAsync(cancellationToken: cancellation)).Value;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(answer.Content, cancellation));
            return new LedgerLine(path, answer.Details.ContentLength, hash);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }, cancellation);

    private IAsyncEnumerable<BlobItem> ListAsync(CancellationToken cancellation) => container
        .GetBlobsAsync(new GetBlobsOptions { Prefix = folder.Length == 0 ? null : folder, Traits = BlobTraits.Metadata }, cancellation)
        .Where(item => item.Metadata?.ContainsKey("hdi_isfolder") != true); // folders of a hierarchical account

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
        if (OriginIn(metadata) is not null)
            return null;
        if (metadata.ContainsKey(Key))
            return Refusal("it belongs to another migration", $"Roll that migration back, or when it is over and nothing in it is needed, remove it: az storage container delete --account-name {container.AccountName} --name {container.Name}");
        return await AnyAsync(ListAsync(cancellation)) ? Refusal("it is not empty", "Name another container or folder in the plan") : null;
    }

    private string? OriginIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Key, out var value) && value.Split(':', 2) is [var origin, var owner] && owner == migrationId ? origin : null;

    private async Task RemoveContentAsync(CancellationToken cancellation) => await Parallel.ForEachAsync(
        container.GetBlobsAsync(new GetBlobsOptions { Prefix = folder.Length == 0 ? null : folder }, cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellation },
        async (item, stop) => await container.GetBlobClient(item.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: stop));

    private Task<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => BlobErrors.ExplainAsync(Location, work, cancellation);

    private AdapterException Refusal(string problem, string remedy) => new(problem, Location, remedy, isTransient: false);

    private static async Task<bool> AnyAsync(IAsyncEnumerable<BlobItem> items)
    {
        await foreach (var _ in items)
            return true;
        return false;
    }
}
