using Orchestrator.Contracts.Servers;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests;

/// <summary>Two clusters, as source and target, for all tests of a collection; each collection has a pair of its own and runs beside the other.</summary>
public sealed class ServerPair : IAsyncLifetime
{
    public const string Collection = "server pair";
    public const string OtherCollection = "other server pair";

    /// <summary>A source that tests only read. Nobody connects to what it was copied from, since a database in use cannot be copied.</summary>
    public const string Shop = "shop_to_read";

    private int _databases;

    public PostgreSqlServer Source { get; private set; } = null!;

    public PostgreSqlServer Target { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var target = PostgreSqlServer.StartAsync(null, "wal_retrieve_retry_interval=100ms");
        Source = await PostgreSqlServer.StartAsync(null, "wal_retrieve_retry_interval=100ms");
        Target = await target;
        await Source.PsqlAsync("postgres", "CREATE DATABASE nasty");
        await Source.PsqlAsync("nasty", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "NastySchema.sql")));
        await Source.PsqlAsync("postgres", "ALTER DATABASE nasty ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'nasty'");
        await Source.PsqlAsync("postgres", $"CREATE DATABASE {Shop} TEMPLATE nasty");
    }

    public async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    /// <summary>Makes a source database like another, with settings and rights of its own.</summary>
    public async Task CopyAsync(string template, string database)
    {
        var name = $"\"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await Source.PsqlAsync("postgres", $$"""
            CREATE DATABASE {{name}} TEMPLATE {{template}};
            GRANT CREATE ON DATABASE {{name}} TO reader;
            ALTER DATABASE {{name}} SET search_path = shop, public;
            ALTER DATABASE {{name}} SET my.setting = 'a, b';
            COMMENT ON DATABASE {{name}} IS 'the shop'
            """);
    }

    /// <summary>A name for a pair of databases, odd on purpose.</summary>
    public string NewName() => $"db {Interlocked.Increment(ref _databases)} \"o'dd\" = ü";
}

[CollectionDefinition(ServerPair.Collection)]
public sealed class ServerPairDefinition : ICollectionFixture<ServerPair>;

[CollectionDefinition(ServerPair.OtherCollection)]
public sealed class OtherServerPairDefinition : ICollectionFixture<ServerPair>;
