using Orchestrator.Contracts.Servers;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Samples;

/// <summary>One server for all tests of the sample; each test has a database of its own.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    public const string Name = "orders";

    public PostgreSqlServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgreSqlServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(PostgreSqlFixture.Name)]
public sealed class OrdersTestGroup : ICollectionFixture<PostgreSqlFixture>;
