using Azure.Storage.Files.Shares;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.StorageMover;

public sealed class StorageMoverShareContractTests(AzuriteServer server) : DataAdapterContract, IClassFixture<AzuriteServer>
{
    private StorageMoverRig _rig = null!;

    protected override IDataAdapter Adapter => _rig.Adapter;

    private ShareDirectoryClient Folder => _rig.Share.GetDirectoryClient("orders");

    public override async Task InitializeAsync()
    {
        _rig = await StorageMoverRig.StartAsync(server, withShare: true);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("share", "az storage-mover endpoint create-for-smb")]
    [InlineData("container", "az storage-mover endpoint create-for-storage-smb-file-share")]
    public async Task CheckReadinessAsync_EndpointIsMissing_NamesTheCommandForShares(string endpoint, string command)
    {
        _rig.Server.Remove($"{_rig.Mover}/endpoints/{endpoint}");

        var finding = Assert.Single(await Adapter.CheckReadinessAsync(Component, TestScope.Create(Component, _rig.WorkFolder), Patience));
        Assert.Contains(command, finding.Remedy, StringComparison.Ordinal);
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

    protected override async Task ChangeTargetAsync() => await Folder.GetFileClient("a.txt").UploadAsync(new BinaryData("FIRST").ToStream(), cancellationToken: Patience);

    protected override async Task MakeEmptyTargetAsync() => await Folder.CreateAsync(cancellationToken: Patience);

    protected override async Task OccupyTargetAsync() => await Folder.CreateFileAsync("stranger", 4, cancellationToken: Patience);

    protected override async Task<bool> TargetExistsAsync() => await Folder.ExistsAsync(Patience);

    protected override async Task<bool> TargetIsEmptyAsync() => !await Folder.GetFilesAndDirectoriesAsync(cancellationToken: Patience).AnyAsync(Patience);
}
