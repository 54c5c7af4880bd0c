using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Azure.Blob;
using Orchestrator.Contracts.Backups;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Blob;

public sealed class BlobStoreFailureTests(AzuriteServer server) : IClassFixture<AzuriteServer>, IAsyncLifetime, IDisposable
{
    private const string Name = "m-1/db";
    private const int MiB = 1 << 20;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));
    private readonly string _container = $"c{Guid.NewGuid():n}";
    private readonly SampleFolder _source = new();
    private readonly SampleFolder _target = new();
    private readonly CuttableProxy _wire = new(server.Port);

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task PutAsync_StoreGoesDownInTheMiddle_IsTransientAndResumesLater()
    {
        _source.With("large", 24 * MiB);
        _wire.CutAfter(12 * MiB);

        var error = await Assert.ThrowsAsync<AdapterException>(PutAsync);
        _wire.Mend();
        var before = _wire.SentBytes;
        await PutAsync();
        await GetAsync();

        Assert.True(error.IsTransient);
        Assert.InRange(_wire.SentBytes - before, 1, 18 * MiB);
        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task GetAsync_StoreGoesDownInTheMiddle_IsTransientAndResumesLater()
    {
        _source.With("large", 24 * MiB);
        await PutAsync();
        _wire.CutAfter(12 * MiB);

        var error = await Assert.ThrowsAsync<AdapterException>(GetAsync);
        _wire.Mend();
        var before = _wire.ReceivedBytes;
        await GetAsync();

        Assert.True(error.IsTransient);
        Assert.InRange(_wire.ReceivedBytes - before, 1, 20 * MiB);
        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAsync_ServerIsRestartedInTheMiddle_ResumesLater()
    {
        await using var own = await AzuriteServer.StartAsync(_patience.Token);
        _source.With("large", 24 * MiB);
        var plan = Plan(own.ConnectionString);
        var stopped = new TaskCompletionSource();
        var scope = new BackupScope(plan, progress =>
        {
            if (progress.Completed > 8 * MiB && stopped.TrySetResult())
                own.StopAsync().Wait(_patience.Token);
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store().PutAsync(plan, Name, _source.FullPath, scope.Scope, _patience.Token));
        await own.RestartAsync(_patience.Token);
        await Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token);
        await Store().GetAsync(plan, Name, _target.FullPath, new BackupScope(plan).Scope, _patience.Token);

        Assert.True(error.IsTransient);
        _source.AssertSameAs(_target.FullPath);
    }

    [Fact]
    public async Task PutAsync_StoreIsDownForGood_IsTransientEachTime()
    {
        _source.With("a", 1_000);
        _wire.Cut();

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<AdapterException>(PutAsync);
            Assert.True(error.IsTransient);
            Assert.Contains($"127.0.0.1:{_wire.Port}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PutAsync_StoreStopsAnswering_GivesUpAfterTheTimeout()
    {
        _source.With("large", 24 * MiB);
        var plan = Plan(server.ConnectionStringAt(_wire.Port), "PT1S");
        var scope = new BackupScope(plan, progress =>
        {
            if (progress.Completed > 8 * MiB)
                _wire.Stall();
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store().PutAsync(plan, Name, _source.FullPath, scope.Scope, _patience.Token));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task GetAsync_StoreStopsAnswering_GivesUpAfterTheTimeout()
    {
        _source.With("large", 24 * MiB);
        var plan = Plan(server.ConnectionStringAt(_wire.Port), "PT1S");
        await PutAsync();
        var scope = new BackupScope(plan, progress =>
        {
            if (progress.Completed > 8 * MiB)
                _wire.Stall();
        });

        var error = await Assert.ThrowsAsync<AdapterException>(() => Store().GetAsync(plan, Name, _target.FullPath, scope.Scope, _patience.Token));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task PutAsync_CancelledWhileStoreIsSilent_EndsAtOnce()
    {
        _source.With("large", 8 * MiB);
        var plan = Plan(server.ConnectionStringAt(_wire.Port), "PT10M");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        _wire.Stall();

        var put = Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put.WaitAsync(_patience.Token));
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=orchestrator;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint={endpoint};", false)]
    [InlineData("{endpoint}?sv=2024-11-04&ss=b&srt=sco&sp=rwdlac&se=2099-01-01T00:00:00Z&sig=c2VjcmV0LXNpZw%3D%3D", false)]
    [InlineData("{endpoint}", false)]
    [InlineData("AccountName=x;AccountKey=secret-key", false)]
    [InlineData("secret-key", false)]
    [InlineData("https://no-such-account.blob.core.windows.invalid/?sv=2024-11-04&sp=rwdlac&sig=c2VjcmV0LXNpZw%3D%3D", null)]
    public async Task PutAsync_ConnectionIsWrong_SaysSoWithoutSecrets(string connection, bool? isTransient)
    {
        _source.With("a", 1_000);
        var plan = Plan(connection.Replace("{endpoint}", server.Endpoint, StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<AdapterException>(() =>
            Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token));

        // Whether a name that is not known is final depends on the name service of the machine.
        if (isTransient is { } expected)
            Assert.Equal(expected, error.IsTransient);
        foreach (var secret in new[] { "secret-key", "c2VjcmV0", "sig=" })
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task PutAsync_SignatureAllowsReadingOnly_IsPermanent()
    {
        _source.With("a", 1_000);
        var container = new BlobContainerClient(server.ConnectionString, _container);
        await container.CreateAsync();
        var uri = container.GenerateSasUri(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List, TimeProvider.System.GetUtcNow().AddHours(1));
        var plan = Plan(uri.AbsoluteUri);

        var error = await Assert.ThrowsAsync<AdapterException>(() =>
            Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token));

        Assert.False(error.IsTransient);
        Assert.Contains("permissions", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("a")]
    public async Task PutAsync_ContainerNameIsInvalid_IsPermanent(string container)
    {
        _source.With("a", 1_000);
        var plan = BlobPlan.Create(server.ConnectionString, container);

        var error = await Assert.ThrowsAsync<AdapterException>(() =>
            Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token));

        Assert.False(error.IsTransient);
        Assert.Contains("container", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db")]
    [InlineData("m-1/db/more")]
    [InlineData("m-1/..")]
    [InlineData("m-1/")]
    [InlineData("m 1/db?")]
    public async Task PutAsync_NameIsInvalid_IsPermanent(string name)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() =>
            Store().PutAsync(Plan(server.ConnectionString), name, _source.FullPath, new BackupScope(Plan("")).Scope, _patience.Token));

        Assert.False(error.IsTransient);
    }

    public async Task DisposeAsync() => await _wire.DisposeAsync();

    public void Dispose()
    {
        _patience.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    private static BlobBackupStore Store() => new(new BlobConnector(), NullLogger<BlobBackupStore>.Instance);

    private BackupPlan Plan(string connection, string timeout = "PT30S") =>
        BlobPlan.Create(connection, _container, memoryBytes: 4 * MiB, parallelism: 4, timeout);

    private Task PutAsync()
    {
        var plan = Plan(server.ConnectionStringAt(_wire.Port));
        return Store().PutAsync(plan, Name, _source.FullPath, new BackupScope(plan).Scope, _patience.Token);
    }

    private Task GetAsync()
    {
        var plan = Plan(server.ConnectionStringAt(_wire.Port));
        return Store().GetAsync(plan, Name, _target.FullPath, new BackupScope(plan).Scope, _patience.Token);
    }
}
