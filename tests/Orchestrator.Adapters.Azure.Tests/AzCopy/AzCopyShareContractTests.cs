using Azure.Storage.Files.Shares;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.AzCopy;

public sealed class AzCopyShareContractTests(AzuriteServer server) : DataAdapterContract, IClassFixture<AzuriteServer>, IDisposable
{
    private ArmServer _files = null!;
    private AzCopyRig _rig = null!;

    protected override IDataAdapter Adapter => _rig.Adapter;

    private ShareDirectoryClient Folder => _rig.Share.GetDirectoryClient("orders");

    public override async Task InitializeAsync()
    {
        _files = await ArmServer.StartAsync();
        _rig = new(server, _files);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _files.DisposeAsync();
        await base.DisposeAsync();
    }

    public void Dispose() => _rig?.Dispose();

    [Theory]
    [InlineData("what?")]
    [InlineData("A.TXT")]
    public async Task CheckReadinessAsync_NameThatAShareCannotHold_IsBlocking(string name)
    {
        _rig.Write(name, "x");

        Assert.True(Assert.Single(await Adapter.CheckReadinessAsync(Component, TestScope.Create(Component, _rig.WorkFolder), Patience)).IsBlocking);
    }

    [Fact]
    public async Task RemoveTargetAsync_MarkIsGone_RefusesUntilAPersonHasRemovedIt()
    {
        var scope = TestScope.Create(Component, _rig.WorkFolder);
        await Adapter.PrepareTargetAsync(Component, scope, Patience);
        await OccupyTargetAsync();
        await Folder.SetMetadataAsync(new Dictionary<string, string>(), Patience);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.RemoveTargetAsync(Component, scope, Patience));
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.RemoveTargetAsync(Component, scope, Patience));
        await Folder.DeleteFileAsync("stranger", cancellationToken: Patience);
        await Adapter.RemoveTargetAsync(Component, scope, Patience);
        await OccupyTargetAsync();
        await Adapter.RemoveTargetAsync(Component, scope, Patience);

        Assert.False(error.IsTransient);
        Assert.Contains("its mark is gone", error.Message, StringComparison.Ordinal);
        Assert.Contains("az storage file delete-batch", error.Remedy, StringComparison.Ordinal);
        Assert.True(await TargetExistsAsync());
    }

    [Fact]
    public async Task PrepareTargetAsync_AnotherComponentHasTheSameTarget_IsRefused()
    {
        await Adapter.PrepareTargetAsync(Component, TestScope.Create(Component, _rig.WorkFolder), Patience);
        var other = Component with { Name = "other" };

        await Assert.ThrowsAsync<AdapterException>(() => Adapter.PrepareTargetAsync(other, TestScope.Create(other, _rig.WorkFolder), Patience));
        await Adapter.RemoveTargetAsync(other, TestScope.Create(other, _rig.WorkFolder), Patience);

        Assert.True(await TargetExistsAsync());
    }

    protected override Task<DataComponent> SeedAsync()
    {
        _rig.Write("a.txt", "first");
        _rig.Write("a/b.txt", "below, and sorted behind a.txt");
        _rig.Write("grüße/日本語 🙂", "names");
        _rig.Write("with blank & + % #.bin", new string('x', 100_000));
        _rig.Write("empty", "");
        return Task.FromResult(_rig.Component());
    }

    protected override Task ChangeSourceAsync()
    {
        _rig.Write("added", "added");
        return Task.CompletedTask;
    }

    protected override async Task ChangeTargetAsync() => await Folder.GetFileClient("a.txt").UploadAsync(new BinaryData("FIRST").ToStream(), cancellationToken: Patience);

    protected override async Task MakeEmptyTargetAsync() => await Folder.CreateAsync(cancellationToken: Patience);

    protected override async Task OccupyTargetAsync() => await Folder.CreateFileAsync("stranger", 4, cancellationToken: Patience);

    protected override async Task<bool> TargetExistsAsync() => await Folder.ExistsAsync(Patience);

    protected override async Task<bool> TargetIsEmptyAsync() => !await Folder.GetFilesAndDirectoriesAsync(cancellationToken: Patience).AnyAsync(Patience);
}
