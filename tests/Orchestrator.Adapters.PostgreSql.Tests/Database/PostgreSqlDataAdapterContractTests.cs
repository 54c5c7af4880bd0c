using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Database;

[Collection(ServerPair.Collection)]
public sealed class PostgreSqlDataAdapterContractTests(ServerPair servers) : DataAdapterContract
{
    private readonly string _database = servers.NewName();

    protected override IDataAdapter Adapter { get; } = new PostgreSqlDataAdapter(NullLogger<PostgreSqlDataAdapter>.Instance);

    protected override async Task<DataComponent> SeedAsync()
    {
        await servers.CopyAsync("nasty", _database);
        return PostgreSqlTest.Describe(servers.Source.ConnectionString(PostgreSqlTest.Quoted(_database)), servers.Target.Url(_database));
    }

    protected override Task ChangeSourceAsync() => servers.Source.PsqlAsync(
        PostgreSqlTest.ConnectionInfo(_database), "INSERT INTO shop.no_key VALUES (1, 'new'); SELECT nextval('shop.never_called')");

    protected override Task ChangeTargetAsync() => servers.Target.PsqlAsync(
        PostgreSqlTest.ConnectionInfo(_database), "UPDATE shop.customers SET ratio = ratio + 1e-12 WHERE id = 1003");

    protected override Task MakeEmptyTargetAsync() => servers.Target.PsqlAsync(
        "postgres", $"CREATE DATABASE \"{_database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    protected override Task OccupyTargetAsync() => servers.Target.PsqlAsync(PostgreSqlTest.ConnectionInfo(_database), "CREATE TABLE mine (a int)");

    protected override async Task<bool> TargetExistsAsync() =>
        await servers.Target.PsqlAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname = '{_database.Replace("'", "''", StringComparison.Ordinal)}'") == "1";

    protected override async Task<bool> TargetIsEmptyAsync() =>
        await servers.Target.PsqlAsync(PostgreSqlTest.ConnectionInfo(_database), "SELECT count(*) FROM pg_class WHERE oid >= 16384") == "0";
}
