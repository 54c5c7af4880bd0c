using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

public sealed class BlobBackupStoreTests(AzuriteServer server) : IClassFixture<AzuriteServer>, IDisposable
{
    private const string Name = "m-1/db";
    private const int MiB = 1 << 20;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));
    private readonly string _container = $"c{Guid.NewGuid():n}";
    private readonly SampleFolder _source = new();
    private readonly SampleFolder _target = new();
    private readonly RequestCounter _requests = new();

    [Fact]
    public async Task PutAsync_AfterOneThatWasCutShort_SendsOnlyWhatIsMissing()
    {
        _source.With("large", 16 * MiB).With("medium", 500_000, 2).With("small", 1_000, 3);
        var plan = Plan();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        var scope = new BackupScope(plan, progress => CancelAt(progress, 0.5, stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().PutAsync(plan, Name, _source.FullPath, scope.Scope, stop.Token));
        var done = scope.Reports[^1].Completed;
        _requests.Forget();

        await PutAsync(plan);

        // The manifest is sent besides.
        Assert.InRange(_requests.UploadedBytes, 1, _source.SizeBytes - done + 10_000);
    }

    [Fact]
    public async Task PutAsync_Again_SendsNothing()
    {
        _source.With("large", 16 * MiB).With("medium", 500_000, 2).With("small", 1_000, 3);
        await PutAsync(Plan());
        _requests.Forget();

        await PutAsync(Plan());

        Assert.Equal(0, _requests.Uploads);
    }

    [Fact]
    public async Task PutAsync_OneBlockChanged_SendsThatBlock()
    {
        _source.With("large", 16 * MiB).With("other", 16 * MiB, 2);
        await PutAsync(Plan());
        _source.Flip("large", 5 * MiB);
        _requests.Forget();

        await PutAsync(Plan());

        Assert.InRange(_requests.UploadedBytes, MiB, MiB + 10_000);
    }

    [Fact]
    public async Task PutAsync_SmallFiles_ShareBlobs()
    {
        for (var number = 0; number < 200; number++)
            _source.With($"{number}", 20_000, number);

        await PutAsync(Plan());

        // 4 MB in packs of 1 MiB, and the manifest.
        Assert.InRange(_requests.Uploads, 2, 6);
    }

    [Fact]
    public async Task PutAsync_ContentChanges_TakesTheManifestAwayFirst()
    {
        _source.With("large", 8 * MiB);
        var plan = Plan();
        await PutAsync(plan);
        _source.With("large", 8 * MiB, seed: 2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        var scope = new BackupScope(plan, progress => CancelAt(progress, 0.3, stop));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().PutAsync(plan, Name, _source.FullPath, scope.Scope, stop.Token));

        Assert.Null(await FindAsync(plan));
    }

    [Fact]
    public async Task GetAsync_AfterOneThatWasCutShort_FetchesOnlyWhatIsMissing()
    {
        _source.With("a", 8 * MiB).With("b", 8 * MiB, 2);
        var plan = Plan();
        await PutAsync(plan);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        var scope = new BackupScope(plan, progress => CancelAt(progress, 0.75, stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().GetAsync(plan, Name, _target.FullPath, scope.Scope, stop.Token));
        _requests.Forget();

        await Store().GetAsync(plan, Name, _target.FullPath, new BackupScope(plan).Scope, _patience.Token);

        _source.AssertSameAs(_target.FullPath);
        // A quarter of 16 blocks, and the manifest.
        Assert.InRange(_requests.Gets, 1, 6);
    }

    [Fact]
    public async Task GetAsync_FetchedPartIsWrong_StartsTheFileOverNextTime()
    {
        _source.With("a", 4 * MiB);
        var plan = Plan();
        var stored = await PutAsync(plan);
        _target.With($".partial-{stored.ManifestSha256[..16]}/{BackupManifest.HashOf("a"u8)}", 2 * MiB, seed: 9);

        var error = await Assert.ThrowsAsync<AdapterException>(GetAsync);
        await GetAsync();

        Assert.True(error.IsTransient);
        _source.AssertSameAs(_target.FullPath);

        Task GetAsync() => Store().GetAsync(plan, Name, _target.FullPath, new BackupScope(plan).Scope, _patience.Token);
    }

    [Fact]
    public async Task GetAsync_BlobIsGone_SaysWhichBackupIsDamaged()
    {
        _source.With("a", 2 * MiB);
        await PutAsync(Plan());
        await Container().GetBlobClient($"{Name}/files/a").DeleteAsync();

        var error = await Assert.ThrowsAsync<AdapterException>(() =>
            Store().GetAsync(Plan(), Name, _target.FullPath, new BackupScope(Plan()).Scope, _patience.Token));

        Assert.False(error.IsTransient);
        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
        Assert.Contains("BlobNotFound", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_OnlyBlocksWereSent_DiscardsThem()
    {
        var blob = (await ContainerAsync()).GetBlockBlobClient($"{Name}/files/half");
        await blob.StageBlockAsync(BlockId.For(0, [1]), new MemoryStream([1]));

        await Store().RemoveAsync(Plan(), Name, new BackupScope(Plan()).Scope, _patience.Token);

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task RemoveExpiredAsync_RemovalWasCutShort_FinishesIt()
    {
        _source.With("a", 2 * MiB);
        var plan = Plan();
        plan.Settings["lease"] = JsonSerializer.SerializeToElement(false); // a removal gives it back before it marks
        await PutAsync(plan);
        await Container().GetBlobClient($"{Name}/manifest.json").SetMetadataAsync(new Dictionary<string, string> { ["removing"] = "true" });

        Assert.Null(await FindAsync(Plan()));
        Assert.Equal([Name], await RemoveExpiredAsync(DateTimeOffset.UnixEpoch));
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task RemoveExpiredAsync_ManifestIsNotOurs_LeavesItAlone()
    {
        var container = await ContainerAsync();
        await container.UploadBlobAsync($"{Name}/manifest.json", new BinaryData("{ \"name\": \"theirs\" }"));
        await container.UploadBlobAsync("top.txt", new BinaryData("x"));

        Assert.Empty(await RemoveExpiredAsync(TimeProvider.System.GetUtcNow().AddYears(1)));
        Assert.Equal(2, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task PutAsync_SignatureForTheContainer_NeedsNoOtherRights()
    {
        _source.With("a", 2 * MiB);
        var container = await ContainerAsync();
        var plan = Plan(container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri);

        var stored = await PutAsync(plan);

        Assert.Equal($"{server.Endpoint}/{_container}/{Name}", stored.Location);
        Assert.NotNull(await FindAsync(plan));
    }

    [Fact]
    public async Task PutAsync_FolderHoldsLink_RefusesIt()
    {
        File.CreateSymbolicLink(Path.Combine(_source.FullPath, "link"), "/etc/hostname");

        var error = await Assert.ThrowsAsync<AdapterException>(() => PutAsync(Plan()));

        Assert.False(error.IsTransient);
    }

    public void Dispose()
    {
        _patience.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    private static void CancelAt(StepProgress progress, double share, CancellationTokenSource stop)
    {
        if (progress.Completed >= share * progress.Total)
            stop.Cancel();
    }

    private BlobBackupStore Store() => new(new BlobConnector(_requests.Attach), NullLogger<BlobBackupStore>.Instance);

    // Blocks of 1 MiB.
    private BackupPlan Plan(string? connection = null) =>
        BlobPlan.Create(connection ?? server.ConnectionString, _container, memoryBytes: 4 * MiB, parallelism: 4);

    private BlobContainerClient Container() => new(server.ConnectionString, _container);

    private async Task<BlobContainerClient> ContainerAsync()
    {
        await Container().CreateIfNotExistsAsync();
        return Container();
    }

    private async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var item in Container().GetBlobsAsync(new GetBlobsOptions { States = BlobStates.Uncommitted }, _patience.Token))
            names.Add(item.Name);
        return names;
    }

    private Task<StoredBackup> PutAsync(BackupPlan plan) => Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token);

    private Task<StoredBackup?> FindAsync(BackupPlan plan) => Store().FindAsync(plan, Name, new BackupScope(plan).Scope, _patience.Token);

    private Task<IReadOnlyList<string>> RemoveExpiredAsync(DateTimeOffset now) =>
        Store().RemoveExpiredAsync(Plan(), now, new BackupScope(Plan()).Scope, _patience.Token);
}
