using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

public sealed class BlobProtectionTests(AzuriteServer server) : IClassFixture<AzuriteServer>, IDisposable
{
    private const string Name = "m-1/db";
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    private readonly string _container = $"c{Guid.NewGuid():n}";
    private readonly SampleFolder _source = new SampleFolder().With("large", 3 << 20).With("small", 1_000, 2);
    private readonly SampleFolder _target = new();
    private readonly ArchiveWire _wire = new();

    [Theory]
    [InlineData("auto", 29.9, "Hot")]
    [InlineData("auto", 30, "Cool")]
    [InlineData("auto", 89.9, "Cool")]
    [InlineData("auto", 90, "Cold")]
    [InlineData("auto", 180, "Archive")]
    [InlineData("cold", 1, "Cold")]
    [InlineData(null, 400, null)]
    public void For_TierAndRetention_FollowTheMinimumRetention(string? tier, double days, string? expected) =>
        Assert.Equal(expected, BackupTiers.For(tier is null ? null : Enum.Parse<BackupTier>(tier, ignoreCase: true), TimeSpan.FromDays(days))?.ToString());

    [Theory]
    [InlineData("cool", "Cool")]
    [InlineData("cold", "Cold")]
    public async Task PutAsync_OnlineTier_MovesTheContentAndKeepsTheManifestHot(string tier, string expected)
    {
        await PutAsync(Plan(("tier", tier)));

        Assert.Equal(("Hot", expected), await TiersAsync());
        await GetAsync(Plan(("tier", tier)));
        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAsync_ArchiveTier_WaitsUntilTheMigrationHasEnded()
    {
        var plan = Plan(("tier", "archive"));
        await PutAsync(plan);
        Assert.Equal(("Hot", "Hot"), await TiersAsync());

        await CloseAsync(plan);
        await CloseAsync(plan);

        Assert.Equal(("Hot", "Archive"), await TiersAsync());
    }

    [Fact]
    public async Task CloseAsync_OfAnotherMigration_LeavesTierAndLease()
    {
        var plan = Plan(("tier", "archive"));
        await PutAsync(plan);

        Assert.Empty(await Store().RemoveExpiredAsync(plan, After(plan), Scope(plan, "m-2"), _patience.Token));

        Assert.Equal(("Hot", "Hot"), await TiersAsync());
        Assert.True(await IsLeasedAsync());
    }

    [Theory]
    [InlineData("standard", "Standard", "15 hours")]
    [InlineData("high", "High", "within an hour")]
    public async Task GetAsync_Archived_BringsItBackOnceAndWaits(string rehydrate, string priority, string words)
    {
        var plan = Plan(("tier", "archive"), ("rehydrate", rehydrate));
        await PutAsync(plan);
        await CloseAsync(plan);

        for (var look = 0; look < 3; look++)
        {
            var pending = await Assert.ThrowsAsync<OperationPendingException>(() => GetAsync(plan));
            Assert.Contains(words, pending.Message, StringComparison.Ordinal);
            Assert.Contains("2 blobs", pending.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, _wire.Rehydrating.Count);
        Assert.All(_wire.Rehydrating.Values, value => Assert.Equal(priority, value));
        _wire.EndRehydration();
        await GetAsync(plan);
        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAsync_Always_LeasesTheManifestUntilTheEnd()
    {
        var plan = Plan();
        await PutAsync(plan);
        await PutAsync(plan);
        Assert.True(await IsLeasedAsync());
        var deleted = await Assert.ThrowsAsync<RequestFailedException>(() => Manifest().DeleteAsync());
        Assert.Equal("LeaseIdMissing", deleted.ErrorCode);

        await CloseAsync(plan);

        Assert.False(await IsLeasedAsync());
    }

    [Fact]
    public async Task PutAsync_ContentChangedUnderOurLease_StoresIt()
    {
        var plan = Plan();
        await PutAsync(plan);
        _source.With("large", 3 << 20, seed: 9);

        await PutAsync(plan);

        await GetAsync(plan);
        _source.AssertSameAs(_target.FullPath);
        Assert.True(await IsLeasedAsync());
    }

    [Fact]
    public async Task PutAsync_WithoutLease_TakesNone()
    {
        await PutAsync(Plan(("lease", false)));

        Assert.False(await IsLeasedAsync());
    }

    [Fact]
    public async Task RemoveAsync_OurLease_RemovesTwice()
    {
        var plan = Plan();
        await PutAsync(plan);

        await Store().RemoveAsync(plan, Name, Scope(plan), _patience.Token);
        await Store().RemoveAsync(plan, Name, Scope(plan), _patience.Token);

        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task RemoveAsync_LeaseOfSomebodyElse_IsPermanentAndRemovesNothing()
    {
        var plan = Plan(("lease", false));
        await PutAsync(plan);
        await Manifest().GetBlobLeaseClient(Guid.NewGuid().ToString()).AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        var before = await BlobsAsync();

        var remove = await Assert.ThrowsAsync<AdapterException>(() => Store().RemoveAsync(plan, Name, Scope(plan), _patience.Token));
        var expire = await Assert.ThrowsAsync<AdapterException>(() => CloseAsync(plan, After(plan)));
        var put = await Assert.ThrowsAsync<AdapterException>(() => PutAsync(Plan()));

        Assert.All([remove, expire, put], error => Assert.Contains("az storage blob lease break --account-name orchestrator", error.Remedy, StringComparison.Ordinal));
        Assert.All([remove, expire, put], error => Assert.False(error.IsTransient));
        Assert.Equal(before.Count, (await BlobsAsync()).Count);
    }

    [Fact]
    public async Task RemoveAsync_LeaseOfAnotherMigration_IsPermanent()
    {
        var plan = Plan();
        await PutAsync(plan);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store().RemoveAsync(plan, Name, Scope(plan, "m-2"), _patience.Token));

        Assert.False(error.IsTransient);
        Assert.NotNull(await Store().FindAsync(plan, Name, Scope(plan), _patience.Token));
    }

    [Fact]
    public async Task PutAsync_ContainerWithoutImmutability_RefusesBeforeAnythingIsUploaded()
    {
        var plan = Plan(("immutable", "locked"));
        using var plain = new ArchiveWire { HasImmutability = false };

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store(plain).PutAsync(plan, Name, _source.FullPath, Scope(plan), _patience.Token));

        Assert.False(error.IsTransient);
        Assert.Contains("az storage container-rm migrate-vlw --storage-account orchestrator", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, plain.Uploads);
        Assert.Empty(await BlobsAsync());
    }

    [Theory]
    [InlineData("unlocked")]
    [InlineData("locked")]
    public async Task PutAsync_Immutable_SealsEveryBlobOnceUntilTheRetentionEnds(string mode)
    {
        var plan = Plan(("immutable", mode));
        var stored = await PutAsync(plan);
        await PutAsync(plan);

        var until = (stored.StoredAt + plan.Retain).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(3, _wire.Policies.Count);
        Assert.Equal(3, _wire.PoliciesSet);
        Assert.All(_wire.Policies.Values, policy => Assert.Equal((until, mode), (policy.Until, policy.Mode.ToLowerInvariant())));
    }

    [Fact]
    public async Task RemoveAsync_Sealed_IsPermanentAndSaysWhy()
    {
        var plan = Plan(("immutable", "unlocked"));
        await PutAsync(plan);

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store().RemoveAsync(plan, Name, Scope(plan), _patience.Token));

        Assert.False(error.IsTransient);
        Assert.Contains("immutability policy", error.Remedy, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _patience.Dispose();
        _source.Dispose();
        _target.Dispose();
        _wire.Dispose();
    }

    private BackupPlan Plan(params (string Key, object Value)[] keys)
    {
        var plan = BlobPlan.Create(server.ConnectionString, _container, memoryBytes: 4 << 20, parallelism: 4);
        foreach (var (key, value) in keys)
            plan.Settings[key] = JsonSerializer.SerializeToElement(value);
        return plan;
    }

    private static DateTimeOffset After(BackupPlan plan) => TimeProvider.System.GetUtcNow() + plan.Retain + TimeSpan.FromDays(1);

    private BlobBackupStore Store(ArchiveWire? wire = null) => new(new BlobConnector((wire ?? _wire).Attach), NullLogger<BlobBackupStore>.Instance);

    private static StepScope Scope(BackupPlan plan, string migration = "m-1")
    {
        var scope = new BackupScope(plan).Scope;
        return new()
        {
            MigrationId = migration,
            Step = scope.Step,
            Plan = scope.Plan,
            WorkFolder = scope.WorkFolder,
            Progress = scope.Progress,
            Secrets = scope.Secrets,
            Expander = scope.Expander,
        };
    }

    private Task<StoredBackup> PutAsync(BackupPlan plan) => Store().PutAsync(plan, Name, _source.FullPath, Scope(plan), _patience.Token);

    private Task<StoredBackup> GetAsync(BackupPlan plan) => Store().GetAsync(plan, Name, _target.FullPath, Scope(plan), _patience.Token);

    private Task<IReadOnlyList<string>> CloseAsync(BackupPlan plan, DateTimeOffset? now = null) =>
        Store().RemoveExpiredAsync(plan, now ?? TimeProvider.System.GetUtcNow(), Scope(plan), _patience.Token);

    private BlobClient Manifest() => new BlobContainerClient(server.ConnectionString, _container).GetBlobClient($"{Name}/{BlobNames.Manifest}");

    private async Task<bool> IsLeasedAsync() => (await Manifest().GetPropertiesAsync()).Value.LeaseState == LeaseState.Leased;

    private async Task<List<BlobItem>> BlobsAsync()
    {
        var found = new List<BlobItem>();
        await foreach (var item in new BlobContainerClient(server.ConnectionString, _container).GetBlobsAsync(new GetBlobsOptions(), _patience.Token))
            found.Add(item);
        return found;
    }

    private async Task<(string? Manifest, string? Content)> TiersAsync()
    {
        var blobs = (await BlobsAsync()).ToLookup(item => item.Name.EndsWith(BlobNames.Manifest, StringComparison.Ordinal), item => item.Properties.AccessTier?.ToString());
        return (blobs[true].Distinct().Single(), blobs[false].Distinct().Single());
    }
}
