using Azure.Storage.Blobs;
using Orchestrator.Contracts.Servers;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Servers;

public sealed class AzuriteServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task RestartAsync_AfterStop_KeepsDataAndPort()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var server = await AzuriteServer.StartAsync(patience.Token);
        var before = server.ConnectionString;
        await new BlobContainerClient(before, "kept").CreateAsync(cancellationToken: patience.Token);

        await server.RestartAsync(patience.Token);

        Assert.Equal(before, server.ConnectionString);
        Assert.True(await new BlobContainerClient(before, "kept").ExistsAsync(patience.Token));
    }

    [Fact]
    public async Task Cut_ThenMend_ServesAgain()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var server = await AzuriteServer.StartAsync(patience.Token);
        await using var proxy = new CuttableProxy(server.Port);
        var client = new BlobContainerClient(server.ConnectionStringAt(proxy.Port), "any", NoRetries());

        proxy.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => client.ExistsAsync(patience.Token));
        proxy.Mend();

        Assert.False(await client.ExistsAsync(patience.Token));
    }

    private static BlobClientOptions NoRetries() => new() { Retry = { MaxRetries = 0 } };
}
