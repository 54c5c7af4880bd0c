using Azure.Storage.Blobs.Models;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.AzCopy;

public sealed class AzCopyContractTests(AzuriteServer server) : DataAdapterContract, IClassFixture<AzuriteServer>, IDisposable
{
    private readonly AzCopyRig _rig = new(server);

    protected override IDataAdapter Adapter => _rig.Adapter;

    public void Dispose() => _rig.Dispose();

    protected override Task<DataComponent> SeedAsync()
    {
        _rig.Write("a.txt", "first");
        _rig.Write("a/b.txt", "below, and sorted behind a.txt");
        _rig.Write("grüße/日本語 🙂", "names");
        _rig.Write("with blank & + % # ?.bin", new string('x', 100_000));
        _rig.Write("empty", "");
        return Task.FromResult(_rig.Component());
    }

    protected override Task ChangeSourceAsync()
    {
        _rig.Write("added", "added");
        return Task.CompletedTask;
    }

    protected override async Task ChangeTargetAsync() =>
        await _rig.Container.GetBlobClient("a.txt").UploadAsync(new BinaryData("FIRST"), overwrite: true, Patience);

    protected override async Task MakeEmptyTargetAsync() => await _rig.Container.CreateAsync(cancellationToken: Patience);

    protected override async Task OccupyTargetAsync() => await _rig.Container.UploadBlobAsync("stranger", new BinaryData("mine"), Patience);

    protected override async Task<bool> TargetExistsAsync() => await _rig.Container.ExistsAsync(Patience);

    protected override async Task<bool> TargetIsEmptyAsync()
    {
        await foreach (var _ in _rig.Container.GetBlobsAsync(new GetBlobsOptions(), Patience))
            return false;
        return true;
    }
}
