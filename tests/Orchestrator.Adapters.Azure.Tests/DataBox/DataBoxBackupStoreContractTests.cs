using Azure.Storage.Blobs.Models;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

[Collection(DataBoxTests.Name)]
public sealed class DataBoxBackupStoreContractTests(AzuriteServer azurite) : BackupStoreContract, IAsyncLifetime
{
    private ArmServer _server = null!;
    private DataBoxRig _rig = null!;
    private TravellingStore _store = null!;

    protected override IBackupStore Store => _store;

    protected override BackupPlan Plan => _rig.Plan;

    public async Task InitializeAsync()
    {
        _server = await ArmServer.StartAsync();
        _rig = new(_server, azurite.ConnectionString);
        _store = new(_rig);
    }

    public async Task DisposeAsync()
    {
        _rig.RemoveFolder();
        await _server.DisposeAsync();
    }

    protected override async Task DamageAsync(string name, string path)
    {
        await foreach (var item in _rig.Container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{name}/" }, Patience))
        {
            if (item.Name.EndsWith(BlobNames.Manifest, StringComparison.Ordinal))
                continue;
            var blob = _rig.Container.GetBlobClient(item.Name);
            var content = (await blob.DownloadContentAsync(Patience)).Value.Content.ToArray();
            content[^1] ^= 1;
            await blob.UploadAsync(new BinaryData(content), overwrite: true, Patience);
        }
    }
}
