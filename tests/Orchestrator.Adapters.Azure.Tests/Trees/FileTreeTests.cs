using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Trees;

public sealed class FileTreeTests : TreeTargetContract
{
    private ArmServer _server = null!;
    private Uri _url = null!;

    private ShareClient Share => TestShares.Open(_server, _url);

    private ShareDirectoryClient Folder => Share.GetDirectoryClient("in/tree folder");

    public override async Task InitializeAsync()
    {
        _server = await ArmServer.StartAsync();
        _url = _server.AddShare("orders", "uploads");
        await Share.GetDirectoryClient("in").CreateAsync();
    }

    public override async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", "Name a folder")]
    [InlineData("absent/tree", "az storage directory create")]
    public async Task Prepare_WhereNothingCanBeMade_IsRefusedWithTheWay(string folder, string remedy)
    {
        var tree = new FileTree(Share, folder, "m-1");

        Assert.Contains(remedy, (await tree.FindObstacleAsync(Patience))!.Remedy, StringComparison.Ordinal);
        Assert.Contains(remedy, (await Assert.ThrowsAsync<AdapterException>(() => tree.PrepareAsync(Patience))).Remedy, StringComparison.Ordinal);
        await tree.RemoveAsync(Patience);
    }

    [Fact]
    public async Task Prepare_NoSuchShare_IsRefusedWithTheCommand()
    {
        var tree = new FileTree(TestShares.Open(_server, new Uri(_url, "/absent")), "tree", "m-1");

        Assert.Contains("az storage share-rm create --storage-account orders --name absent", (await tree.FindObstacleAsync(Patience))!.Remedy, StringComparison.Ordinal);
        Assert.Equal(new DataSize(0, 0), await tree.MeasureAsync(Patience));
        await tree.RemoveAsync(Patience);
    }

    [Fact]
    public async Task Prepare_EmptyFolderInIt_IsNotEmpty()
    {
        await MakeAsync();
        await Folder.GetSubdirectoryClient("theirs").CreateAsync();

        Assert.Contains("not empty", (await Open().FindObstacleAsync(Patience))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_AnswerOfTheCreationIsLost_IsFine()
    {
        _server.Faults.Add("PUT", "tree", 1, Fault.DropAfter);

        await Open().PrepareAsync(Patience);
        await Open().RemoveAsync(Patience);

        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task Remove_ReadOnlyFiles_RemovesThemAsWell()
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");
        await Folder.GetFileClient("a").SetHttpHeadersAsync(new() { SmbProperties = new FileSmbProperties { FileAttributes = NtfsFileAttributes.ReadOnly } });

        await Open().RemoveAsync(Patience);

        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task Remove_ReadOnlyFolders_RemovesThemAsWell()
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("b/c/deep", "x");
        foreach (var folder in new[] { Folder.GetSubdirectoryClient("b").GetSubdirectoryClient("c"), Folder })
            await folder.SetHttpHeadersAsync(new() { SmbProperties = new() { FileAttributes = NtfsFileAttributes.ReadOnly | NtfsFileAttributes.Directory } });

        await Open().RemoveAsync(Patience);

        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task Prepare_EmptyFolderBelowWhatAnotherHolds_IsRefused()
    {
        await new FileTree(Share, "in/tree folder", "m-1/one").PrepareAsync(Patience);
        await Folder.GetSubdirectoryClient("a").CreateAsync();
        await Folder.GetSubdirectoryClient("a").GetSubdirectoryClient("b").CreateAsync();

        Assert.Contains("'in/tree folder'", (await new FileTree(Share, "in/tree folder/a/b", "m-1/two").FindObstacleAsync(Patience))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "AuthorizationPermissionMismatch", false, "Storage File Data Privileged Contributor")]
    [InlineData(409, "SharingViolation", true, "close-handle")]
    [InlineData(409, "DirectoryNotEmpty", true, "Somebody puts files there")]
    public async Task Remove_Refused_SaysWhatToDo(int status, string code, bool isTransient, string remedy)
    {
        await Open().PrepareAsync(Patience);
        await PutAsync("a", "x");
        _server.Faults.Add("DELETE", "tree", 1, Fault.Answer(status, code, "Refused."));

        var error = await Assert.ThrowsAsync<AdapterException>(() => Open().RemoveAsync(Patience));
        await Open().RemoveAsync(Patience);

        Assert.Equal(isTransient, error.IsTransient);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.False(await ExistsAsync());
    }

    [Fact]
    public async Task EveryMember_TokenExpiresInTheMiddle_GoesOn()
    {
        var tree = Open();
        await tree.PrepareAsync(Patience);
        _server.ExpireTokens();

        await tree.OpenAsync(isToBeEmptied: true, Patience);
    }

    private protected override ITreeTarget Open(string owner = "m-1/uploads") => new FileTree(Share, "in/tree folder", owner);

    private protected override ITreeTarget OpenInside(string owner) => new FileTree(Share, "in/tree folder/sub", owner);

    protected override async Task UnmarkAsync() => await Folder.SetMetadataAsync(new Dictionary<string, string>(), Patience);

    protected override async Task MakeAsync() => await Folder.CreateAsync(cancellationToken: Patience);

    protected override async Task PutAsync(string path, string content) =>
        await TestShares.PutAsync(Folder, path, new BinaryData(content).ToStream());

    protected override async Task<bool> ExistsAsync() => await Folder.ExistsAsync(Patience);
}
