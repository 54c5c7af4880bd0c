using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Azure.Ledger;
using Orchestrator.Adapters.Azure.Progress;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests;

public sealed class ServiceCollectionExtensionsTests
{
    [Theory]
    [InlineData("https://account.blob.core.windows.net")]
    [InlineData("https://account.blob.core.windows.net/?sv=2024-11-04&sig=c2VjcmV0")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=account;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net")]
    public void AddBlobLedger_OthersWereAdded_TakesTheirPlace(string connection)
    {
        using var provider = Services().AddBlobLedger(connection, "ledger").BuildServiceProvider();

        Assert.IsType<BlobLedger>(Assert.Single(provider.GetServices<IMigrationLedger>()));
        Assert.IsType<BlobProgressBoard>(Assert.Single(provider.GetServices<IProgressBoard>()));
    }

    [Fact]
    public void AddBlobLedger_ConnectionIsNone_FailsWithoutQuotingIt()
    {
        using var provider = Services().AddBlobLedger("secret", "ledger").BuildServiceProvider();

        var error = Assert.Throws<AdapterException>(provider.GetRequiredService<IMigrationLedger>);

        Assert.Contains("the ledger's connection", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static IServiceCollection Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IMigrationLedger, InMemoryLedger>()
        .AddSingleton<IProgressBoard, NoProgress>();
}
