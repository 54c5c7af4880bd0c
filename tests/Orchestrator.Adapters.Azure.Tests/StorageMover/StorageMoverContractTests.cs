using Azure.Storage.Blobs.Models;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.StorageMover;

public sealed class StorageMoverContractTests(AzuriteServer server) : DataAdapterContract, IClassFixture<AzuriteServer>
{
    private StorageMoverRig _rig = null!;

    protected override IDataAdapter Adapter => _rig.Adapter;

    public override async Task InitializeAsync()
    {
        _rig = await StorageMoverRig.StartAsync(server);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<DataComponent> SeedAsync()
    {
        _rig.Write("a.txt", "first");
        _rig.Write("a/b.txt", "below");
        _rig.Write("grüße/with blank", new string('x', 100_000));
        return Task.FromResult(_rig.Component());
    }

    protected override Task ChangeSourceAsync()
    {
        _rig.Write("added", "added");
        _rig.TooLateForRehearsals.Add("added");
        return Task.CompletedTask;
    }

    protected override async Task ChangeTargetAsync() =>
        await _rig.Container.GetBlobClient("orders/a.txt").UploadAsync(new BinaryData("FIRST"), overwrite: true, Patience);

    protected override async Task MakeEmptyTargetAsync() => await _rig.Container.CreateAsync(cancellationToken: Patience);

    protected override async Task OccupyTargetAsync() => await _rig.Container.UploadBlobAsync("orders/stranger", new BinaryData("mine"), Patience);

    // A rehearsal makes the container for its own folder, and takes it away.
    protected override async Task<bool> TargetExistsAsync() => await _rig.Container.ExistsAsync(Patience)
        && ((await _rig.Container.GetPropertiesAsync(cancellationToken: Patience)).Value.Metadata.Count == 0 || !await TargetIsEmptyAsync());

    protected override async Task<bool> TargetIsEmptyAsync()
    {
        await foreach (var _ in _rig.Container.GetBlobsAsync(new GetBlobsOptions { Prefix = "orders/" }, Patience))
            return false;
        return true;
    }
}
