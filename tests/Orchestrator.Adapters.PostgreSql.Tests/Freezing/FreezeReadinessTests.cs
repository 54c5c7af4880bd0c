using Npgsql;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>Freezing as somebody who is no superuser.</summary>
public sealed class FreezeReadinessTests(ServerPair servers) : FreezeTest(servers)
{
    private const string Table = "CREATE TABLE items (id int); GRANT ALL ON items TO app_user";

    private string _name = "";

    protected override bool NeedsSource => false;

    private Task<string> AsAdminAsync(string sql, string database = "postgres") => Servers.Source.PsqlAsync(database, sql);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _name = $"weak_{Guid.NewGuid():N}";
        await AsAdminAsync($"DROP ROLE IF EXISTS app_user; CREATE ROLE app_user LOGIN PASSWORD 'app'; CREATE ROLE {_name} LOGIN PASSWORD 'weak'; CREATE DATABASE {_name}");
        await AsAdminAsync("GRANT CREATE ON SCHEMA public TO PUBLIC", _name);
        Component = Describe($"postgres://{_name}:weak@127.0.0.1:{Servers.Source.Port}/{_name}", Servers.Target.Url(_name));
    }

    public override async Task DisposeAsync()
    {
        await AsAdminAsync($"DROP DATABASE {_name} WITH (FORCE)");
        await AsAdminAsync($"DROP ROLE {_name}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Run_NoRights_NamesEachWithItsGrant()
    {
        await AsAdminAsync(Table, _name);
        await using var client = new NpgsqlConnection(Servers.Source.ConnectionString(_name) + ";Pooling=false");
        await client.OpenAsync(Patience);
        var remedies = (await FindAsync()).Where(finding => finding.IsBlocking).Select(finding => finding.Remedy).ToList();
        Assert.Equal([$"GRANT pg_read_all_stats TO \"{_name}\"", $"GRANT pg_signal_backend TO \"{_name}\"", $"ALTER DATABASE \"{_name}\" OWNER TO \"{_name}\"", $"GRANT postgres TO \"{_name}\""], remedies);
        Assert.Contains(await FindAsync(), finding => finding.Problem == "sessions of superusers can be ended by superusers only: postgres");
    }

    [Fact]
    public async Task Run_AllRights_OnlySaysWhatIsNotRefused()
    {
        await BeReadyAsync();
        Assert.Contains("new definitions and large objects", Assert.Single(await FindAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoDatabaseBeside_SaysHowToNameAnother()
    {
        await AsAdminAsync(Table, _name);
        Component = Component with { Source = System.Text.Json.JsonSerializer.SerializeToElement(new { connection = Servers.Source.Url(_name), maintenanceDatabase = "nowhere" }) };
        Assert.Contains("source.maintenanceDatabase", Assert.Single(await FindAsync()).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_OwnerWithRights_RefusesRowsAndLeavesNothing()
    {
        await BeReadyAsync();
        await using var client = await ConnectAsAppAsync();
        await FreezeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(client, "INSERT INTO items VALUES (1)"));
        await using var again = await ConnectAsAppAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(again, "SET default_transaction_read_only = off; INSERT INTO items VALUES (1)"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, error.SqlState);
        Assert.EndsWith("new definitions and large objects are not refused, which needs a superuser", await ProveAsync(), StringComparison.Ordinal);
        await ThawAsync();
        await RunAsync(again, "INSERT INTO items VALUES (1)");
        await RemoveAsync();
        Assert.Equal("0", await AsAdminAsync("SELECT (SELECT count(*) FROM pg_trigger) + (SELECT count(*) FROM pg_namespace WHERE nspname = 'orchestrator_guard')", _name));
    }

    [Theory]
    [InlineData("pg_read_all_stats", "may not see")]
    [InlineData("pg_signal_backend", "may not end")]
    public async Task Freeze_RightMissing_GivesBackAndSaysHowToGrant(string role, string problem)
    {
        await BeReadyAsync();
        await AsAdminAsync($"REVOKE {role} FROM {_name}");
        await using var client = await ConnectAsAppAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(FreezeAsync);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains("GRANT", error.Remedy, StringComparison.Ordinal);
        await RunAsync(client, "INSERT INTO items VALUES (1)");
        await using var another = await ConnectAsAppAsync();
    }

    private async Task BeReadyAsync()
    {
        await AsAdminAsync($"ALTER DATABASE {_name} OWNER TO {_name}; GRANT pg_signal_backend, pg_read_all_stats TO {_name}");
        await AsAdminAsync($"SET ROLE {_name}; {Table}", _name);
    }

    private async Task<NpgsqlConnection> ConnectAsAppAsync()
    {
        var client = new NpgsqlConnection($"Host=127.0.0.1;Port={Servers.Source.Port};Username=app_user;Password=app;Database={_name};Pooling=false");
        await client.OpenAsync(Patience);
        return client;
    }

    private async Task<IReadOnlyList<Finding>> FindAsync()
    {
        var job = await JobAsync();
        await using var source = await job.Source.OpenAsync(job.Name, Patience);
        await using var target = await job.Maintenance.OpenAsync(job.Name, Patience);
        return await FreezeReadiness.RunAsync(new Sides(job, source, target), Patience);
    }
}
