using Npgsql;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

/// <summary>Thawing, taking away, and what a killed run leaves.</summary>
public sealed class ThawTests(ServerPair servers) : FreezeTest(servers)
{
    [Fact]
    public async Task Thaw_AfterFreeze_LetsWriteAndLeavesNothing()
    {
        await OnSourceAsync("GRANT EXECUTE ON FUNCTION lo_create(oid) TO reader WITH GRANT OPTION");
        var (traces, definitions) = (await TracesAsync(), await DefinitionsAsync());
        await FreezeAsync();
        Assert.Equal(definitions, await DefinitionsAsync());
        await using var client = await ConnectAsync();
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(client, "INSERT INTO shop.hen VALUES (7)"));
        await ThawAsync();
        await RunAsync(client, "INSERT INTO shop.hen VALUES (7); CREATE TABLE shop.more (); SELECT lo_create(0); DROP TABLE shop.more; DELETE FROM shop.hen WHERE id = 7");
        await RemoveAsync();
        Assert.Equal(traces, await TracesAsync());
        Assert.Equal(definitions, await DefinitionsAsync());
    }

    [Fact]
    public async Task Thaw_TransactionOfAClientThatWasRefused_GoesOn()
    {
        await FreezeAsync();
        await using var client = await ConnectAsync();
        await RunAsync(client, "BEGIN; SAVEPOINT s");
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(client, "INSERT INTO shop.hen VALUES (7)"));
        await RunAsync(client, "ROLLBACK TO s");
        await ThawAsync();
        await RunAsync(client, "INSERT INTO shop.hen VALUES (7); COMMIT");
    }

    [Fact]
    public async Task Thaw_NeverFrozenOrNoSuchDatabase_IsFine()
    {
        await ThawAsync();
        await RemoveAsync();
        Component = Describe(Servers.Source.Url("nowhere"), Servers.Target.Url("nowhere"));
        await ThawAsync();
        await RemoveAsync();
        await (await FreezeOfAsync(Side.Target)).ThawAsync(Patience);
    }

    [Fact]
    public async Task Thaw_FrozenAgain_IsFrozen()
    {
        await FreezeAsync();
        await ThawAsync();
        await FreezeAsync();
        await AssertRefusedAsync("INSERT INTO shop.hen VALUES (7)");
        await AssertRefusedAsync("SET SESSION AUTHORIZATION reader; SELECT lo_create(0)");
        await ProveAsync();
    }

    [Fact]
    public async Task Remove_Frozen_DoesNothing()
    {
        await FreezeAsync();
        await RemoveAsync();
        await ProveAsync();
    }

    [Fact]
    public async Task Remove_TableInUse_TakesTheRestAndTheTableLater()
    {
        Component = Describe(Servers.Source.Url(Database), Servers.Target.Url(Database), new { lockTimeout = "PT1S" });
        var traces = await TracesAsync();
        await FreezeAsync();
        await ThawAsync();
        await using (var client = await ConnectAsync())
        {
            await RunAsync(client, "BEGIN; INSERT INTO shop.hen VALUES (7)");
            Assert.Contains("tables in use: shop.hen", (await Assert.ThrowsAsync<AdapterException>(RemoveAsync)).Problem, StringComparison.Ordinal);
            Assert.Equal("1", await OnSourceAsync("SELECT count(*) FROM pg_trigger WHERE tgname = 'orchestrator_guard'"));
            await RunAsync(client, "ROLLBACK");
        }

        await RemoveAsync();
        Assert.Equal(traces, await TracesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FreezeOrThaw_LeftClosedByAKill_EndsRight(bool isFrozenAgain)
    {
        var traces = await TracesAsync();
        await LeaveClosedAsync();
        if (isFrozenAgain)
        {
            await FreezeAsync();
            await AssertRefusedAsync("INSERT INTO shop.hen VALUES (7)");
            await ProveAsync();
        }

        await ThawAsync();
        await AssertPassesAsync("INSERT INTO shop.hen VALUES (7)");
        await RemoveAsync();
        Assert.Equal(traces, await TracesAsync());
    }

    [Fact]
    public async Task Freeze_ClosedBySomebodyElse_IsLeftClosed()
    {
        var name = $"closed_{Guid.NewGuid():N}";
        await Servers.Source.PsqlAsync("postgres", $"CREATE DATABASE {name}; ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        Component = Describe(Servers.Source.Url(name), Servers.Target.Url(name));
        var error = await Assert.ThrowsAsync<AdapterException>(FreezeAsync);
        Assert.Contains("not this migration that has closed it", error.Problem, StringComparison.Ordinal);
        Assert.Equal("f", await Servers.Source.PsqlAsync("postgres", $"SELECT datallowconn FROM pg_database WHERE datname = '{name}'"));
    }

    [Fact]
    public async Task Freeze_TableLockedByAnotherProgram_GivesBackAndNamesIt()
    {
        Component = Describe(Servers.Source.Url(Database), Servers.Target.Url(Database), new { lockTimeout = "PT1S" });
        var traces = await TracesAsync();
        var job = await JobAsync();
        await using (var own = await job.Source.OpenAsync(job.Name, Patience))
        {
            await own.ExecuteAsync("BEGIN; LOCK TABLE shop.hen", Patience); // ours, so it is not ended
            var error = await Assert.ThrowsAsync<AdapterException>(FreezeAsync);
            Assert.Contains("a table is locked by one of: process", error.Problem, StringComparison.Ordinal);
        }

        Assert.Equal(traces, await TracesAsync());
        await AssertPassesAsync("INSERT INTO shop.hen VALUES (7)");
    }

    [Fact]
    public async Task Freeze_ServerRestarted_Lasts()
    {
        await using var server = await Contracts.Servers.PostgreSqlServer.StartAsync();
        await server.PsqlAsync("postgres", "CREATE TABLE kept (id int)");
        Component = Describe(server.Url("postgres"), Servers.Target.Url(Database));
        await FreezeAsync();
        await server.StopAsync();
        await server.StartAgainAsync();
        await ProveAsync();
        await ThawAsync();
        await server.PsqlAsync("postgres", "INSERT INTO kept VALUES (1)");
    }

    private async Task LeaveClosedAsync()
    {
        var job = await JobAsync();
        var gate = new ConnectionGate(job.Source, job.SourceMaintenance, job.Name);
        await using var outside = await gate.ReachAsync(Patience);
        await gate.CloseAsync(outside, Patience);
        await Assert.ThrowsAsync<PostgresException>(() => ConnectAsync());
    }
}
