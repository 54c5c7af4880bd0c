using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>
/// Compares what has arrived in the account with our own list: names, sizes and hashes. The MD5 that the service has noted
/// is enough; a blob without one is read, and its SHA-256 compared.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="name">The backup's name.</param>
internal sealed class Arrival(BlobContainerClient container, string name)
{
    private const int MostDifferences = 5;

    /// <summary>Compares.</summary>
    /// <param name="files">What was sent.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The first things that are missing or differ; none when everything is right.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<DeviceFile> files, CancellationToken cancellation)
    {
        var arrived = await ListAsync(cancellation);
        var differences = new List<string>();
        foreach (var file in files.Where(file => file.SizeBytes > 0))
        {
            if (await DifferenceAsync(file, arrived.GetValueOrDefault(DeviceNames.Of(file.Path)), cancellation) is { } difference)
                differences.Add($"'{file.Path}' {difference}");
            if (differences.Count == MostDifferences)
                break;
        }

        return differences;
    }

    private async Task<Dictionary<string, BlobItemProperties>> ListAsync(CancellationToken cancellation)
    {
        var found = new Dictionary<string, BlobItemProperties>(StringComparer.Ordinal);
        if (!await container.ExistsAsync(cancellation))
            return found;
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{name}/" }, cancellation))
            found[blob.Name[(name.Length + 1)..]] = blob.Properties;
        return found;
    }

    private async Task<string?> DifferenceAsync(DeviceFile file, BlobItemProperties? arrived, CancellationToken cancellation) => arrived switch
    {
        null => "has not arrived",
        _ when arrived.ContentLength != file.SizeBytes => $"has {arrived.ContentLength} of {file.SizeBytes} bytes",
        { ContentHash: { Length: > 0 } hash } => Convert.ToBase64String(hash) == file.Md5 ? null : "has another MD5",
        _ => await HashAsync(file, cancellation) == file.Sha256 ? null : "has another SHA-256",
    };

    private async Task<string> HashAsync(DeviceFile file, CancellationToken cancellation)
    {
        await using var content = await container.GetBlobClient($"{name}/{DeviceNames.Of(file.Path)}").OpenReadAsync(cancellationToken: cancellation);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
    }
}
