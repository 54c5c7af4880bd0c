using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

public sealed class BlobBackupStoreContractTests(AzuriteServer server) : BackupStoreContract, IClassFixture<AzuriteServer>
{
    private readonly string _container = $"c{Guid.NewGuid():n}";

    protected override IBackupStore Store { get; } = new BlobBackupStore(new BlobConnector(), NullLogger<BlobBackupStore>.Instance);

    // Small blocks, so that the large files of the contract have many.
    protected override BackupPlan Plan => BlobPlan.Create(server.ConnectionString, _container, memoryBytes: 4 << 20, parallelism: 4);

    protected override async Task DamageAsync(string name, string path)
    {
        var container = new BlobContainerClient(server.ConnectionString, _container);
        await foreach (var item in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{name}/", Traits = BlobTraits.Metadata }, Patience))
        {
            if (item.Name.EndsWith(BlobNames.Manifest, StringComparison.Ordinal))
                continue;
            var blob = container.GetBlobClient(item.Name);
            var content = (await blob.DownloadContentAsync(Patience)).Value.Content.ToArray();
            content[^1] ^= 1;
            await blob.UploadAsync(new BinaryData(content), new BlobUploadOptions { Metadata = item.Metadata }, Patience);
        }
    }
}
