using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Adapters.Azure.Trees;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Trees;

public sealed class BlobTreeTests(AzuriteServer server) : TreeTargetContract, IClassFixture<AzuriteServer>
{
    private readonly string _name = $"c{Guid.NewGuid():n}";

    private BlobContainerClient Container => new(server.ConnectionString, _name);

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask; // it goes with the server

    [Fact]
    public async Task PrepareAndRemove_ManyFoldersOfAContainerAtOnce_EachKeepsItsMark()
    {
        await Container.CreateAsync();
        var trees = Enumerable.Range(0, 12).Select(number => new BlobTree(Container, $"folder {number}", "m-1")).ToList();

        await Task.WhenAll(trees.Select(tree => InsistAsync(() => tree.PrepareAsync(Patience))));
        foreach (var tree in trees)
            await tree.OpenAsync(isToBeEmptied: false, Patience);
        await Task.WhenAll(trees.Select(tree => InsistAsync(() => tree.RemoveAsync(Patience))));

        Assert.Empty((await Container.GetPropertiesAsync()).Value.Metadata);
    }

    [Fact]
    public async Task Prepare_SomebodyElseHoldsTheContainer_IsTransientWithTheWayOut()
    {
        await Container.CreateAsync();
        await Container.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60));

        var error = await Assert.ThrowsAsync<AdapterException>(() => Open().PrepareAsync(Patience));

        Assert.True(error.IsTransient);
        Assert.Contains("az storage container lease break", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_KilledWhileItHeldTheContainer_GoesOnAtOnce()
    {
        await MakeAsync();
        await Open().PrepareAsync(Patience);
        var killed = new DiesAt(request => request.Method == RequestMethod.Put && request.Uri.Query.Contains("comp=metadata", StringComparison.Ordinal));
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(killed, HttpPipelinePosition.PerCall);
        var dying = new BlobTree(new(server.ConnectionString, _name, options), "", "m-1/uploads");
        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.RemoveAsync(Patience));

        await Open().RemoveAsync(Patience);

        Assert.Empty((await Container.GetPropertiesAsync()).Value.Metadata);
    }

    [Fact]
    public async Task Remove_HierarchicalAccount_RemovesFoldersAfterWhatIsInThem()
    {
        await Open().PrepareAsync(Patience);
        foreach (var folder in new[] { "b", "b/c" })
            await Container.GetBlobClient(folder).UploadAsync(new BinaryData(""), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } });
        foreach (var path in new[] { "a", "b/c/deep", "b/d" })
            await PutAsync(path, path);
        var options = new BlobClientOptions();
        options.AddPolicy(new FoldersMustBeEmpty(Container), HttpPipelinePosition.PerCall);
        var tree = new BlobTree(new(server.ConnectionString, _name, options), "", "m-1/uploads");
        Assert.Equal(3, (await tree.MeasureAsync(Patience)).ObjectCount);

        await tree.RemoveAsync(Patience);

        Assert.False(await ExistsAsync());
    }

    [Theory]
    [InlineData("apps", "apps/sub", false)]
    [InlineData("apps/sub", "apps", false)]
    [InlineData("a/b/c", "a", false)]
    [InlineData("apps", "", false)]
    [InlineData("grüße & : %2F", "grüße & : %2F/x", false)]
    [InlineData("apps", "apps2", true)]
    [InlineData("apps/sub", "apps/subs", true)]
    public async Task Prepare_FolderBesideAnother_IsFineUnlessOneIsInTheOther(string first, string second, bool isFine)
    {
        await Container.CreateAsync();
        await new BlobTree(Container, first, "m-1/one").PrepareAsync(Patience);

        var tree = new BlobTree(Container, second, "m-1/two");
        Assert.Equal(isFine, await tree.FindObstacleAsync(Patience) is null);
        if (isFine)
            await tree.PrepareAsync(Patience);
        else
            await Assert.ThrowsAsync<AdapterException>(() => tree.PrepareAsync(Patience));

        await new BlobTree(Container, first, "m-1/one").OpenAsync(isToBeEmptied: false, Patience);
    }

    private protected override ITreeTarget Open(string owner = "m-1/uploads") => new BlobTree(Container, "", owner);

    private protected override ITreeTarget OpenInside(string owner) => new BlobTree(Container, "sub", owner);

    protected override async Task UnmarkAsync() => await Container.SetMetadataAsync(new Dictionary<string, string>(), cancellationToken: Patience);

    protected override async Task MakeAsync() => await Container.CreateAsync(cancellationToken: Patience);

    protected override async Task PutAsync(string path, string content) =>
        await Container.GetBlobClient(path).UploadAsync(new BinaryData(content), overwrite: true, Patience);

    protected override async Task<bool> ExistsAsync() => await Container.ExistsAsync(Patience);

    // As the runbook does with what may be tried again.
    private async Task InsistAsync(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (AdapterException error) when (error.IsTransient && !Patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class DiesAt(Func<Request, bool> isHit) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            if (isHit(message.Request) || message.Request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "release")
                throw new InvalidOperationException("killed");
        }
    }

    // What Azurite, which has no hierarchical accounts, does not say.
    private sealed class FoldersMustBeEmpty(BlobContainerClient container) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            var path = Uri.UnescapeDataString(message.Request.Uri.Path);
            var name = path[(path.IndexOf(container.Name, StringComparison.Ordinal) + container.Name.Length)..].Trim('/');
            if (message.Request.Method == RequestMethod.Delete && name.Length > 0
                && container.GetBlobs(new GetBlobsOptions { Prefix = $"{name}/" }).Any())
                throw new global::Azure.RequestFailedException(409, "The directory is not empty.", "DirectoryIsNotEmpty", null);
        }
    }
}
