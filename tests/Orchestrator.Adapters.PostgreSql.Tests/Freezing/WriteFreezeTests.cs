using Npgsql;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Freezing;

public sealed class WriteFreezeTests(ServerPair servers) : FreezeTest(servers)
{
    [Theory]
    [InlineData("INSERT INTO shop.hen VALUES (7)")]
    [InlineData("SET default_transaction_read_only = off; SET transaction_read_only = off; UPDATE shop.customers SET score = 1")]
    [InlineData("DELETE FROM shop.no_key WHERE false")]
    [InlineData("MERGE INTO shop.parent p USING shop.hen h ON h.id = p.id WHEN MATCHED THEN DELETE")]
    [InlineData("TRUNCATE shop.no_columns")]
    [InlineData("INSERT INTO shop.events (at) VALUES ('2026-05-05')")]
    [InlineData("INSERT INTO shop.events_2026_0 (at) VALUES ('2026-05-05')")]
    [InlineData("UPDATE shop.unlogged SET note = 'lost'")]
    [InlineData("WITH gone AS (DELETE FROM shop.egg RETURNING id) SELECT * FROM gone")]
    [InlineData("UPDATE shop.happy SET name = 'through a view'")]
    [InlineData("SET session_replication_role = replica; INSERT INTO shop.hen VALUES (7)")]
    [InlineData("SET session_replication_role = replica; TRUNCATE shop.no_key")]
    [InlineData("SET SESSION AUTHORIZATION \"odd\"\"role\"; UPDATE shop.no_key SET a = 1")]
    [InlineData("COPY shop.hen FROM PROGRAM 'echo 8'")]
    [InlineData("CREATE TABLE shop.more ()")]
    [InlineData("CREATE TABLE shop.more AS SELECT 1 AS one")]
    [InlineData("SELECT 1 AS one INTO shop.more")]
    [InlineData("ALTER TABLE shop.hen DISABLE TRIGGER ALL")]
    [InlineData("DROP TRIGGER orchestrator_guard ON shop.hen")]
    [InlineData("DROP TABLE shop.no_key")]
    [InlineData("CREATE INDEX CONCURRENTLY ON shop.hen (egg)")]
    [InlineData("REFRESH MATERIALIZED VIEW shop.summary")]
    [InlineData("GRANT SELECT ON shop.hen TO reader")]
    [InlineData("SET session_replication_role = replica; DROP TABLE shop.no_key")]
    [InlineData("SET SESSION AUTHORIZATION reader; SELECT lo_create(0)")]
    [InlineData("SET SESSION AUTHORIZATION reader; SELECT lo_unlink(770001)")]
    public async Task Freeze_AnyChange_IsRefused(string sql)
    {
        await FreezeAsync();
        await AssertRefusedAsync(sql);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM shop.customers")]
    [InlineData("CREATE TABLE IF NOT EXISTS shop.hen (id int)")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS shop")]
    [InlineData("CREATE EXTENSION IF NOT EXISTS citext")]
    [InlineData("DROP TABLE IF EXISTS shop.nowhere")]
    [InlineData("CREATE TEMP TABLE t (id serial PRIMARY KEY, n int DEFAULT 3); INSERT INTO t DEFAULT VALUES; CREATE INDEX ON t (n); DROP TABLE t")]
    [InlineData("BEGIN; CREATE TEMP TABLE t ON COMMIT DROP AS SELECT * FROM shop.hen; COMMIT")]
    [InlineData("SELECT lo_get(770001)")]
    [InlineData("SELECT loread(lo_open(770001, 262144), 10)")]
    [InlineData("COPY shop.hen TO PROGRAM 'cat > /dev/null'")]
    [InlineData("VACUUM shop.hen; ANALYZE shop.hen")]
    public async Task Freeze_Reading_GoesOn(string sql)
    {
        await FreezeAsync();
        await AssertPassesAsync(sql);
    }

    [Fact]
    public async Task Freeze_OurOwnSessions_StillWrite()
    {
        await FreezeAsync();
        var job = await JobAsync();
        await using var session = await job.Source.OpenAsync(job.Name, Patience);
        await session.ExecuteAsync("INSERT INTO shop.hen VALUES (7); CREATE TABLE shop.more (); SET session_replication_role = replica; INSERT INTO shop.hen VALUES (8)", Patience);
        Assert.Equal("3", await OnSourceAsync("SELECT count(*) FROM shop.hen"));
    }

    [Fact]
    public async Task Freeze_TransactionOpen_IsEndedAndNotCommitted()
    {
        await using var writer = await ConnectAsync();
        await using var reader = await ConnectAsync();
        await RunAsync(writer, "BEGIN; INSERT INTO shop.hen VALUES (7); LOCK TABLE shop.customers");
        await RunAsync(reader, "BEGIN; SELECT count(*) FROM shop.hen");
        await FreezeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(writer, "COMMIT"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(reader, "SELECT 1"));
        Assert.Equal("1", await OnSourceAsync("SELECT count(*) FROM shop.hen"));
    }

    [Fact]
    public async Task Freeze_PreparedTransaction_IsRefusedAndNamed()
    {
        var gid = $"forgotten {Guid.NewGuid():N}";
        await OnSourceAsync($"BEGIN; INSERT INTO shop.hen VALUES (7); PREPARE TRANSACTION '{gid}'");
        var error = await Assert.ThrowsAsync<AdapterException>(FreezeAsync);
        Assert.True(error.IsTransient);
        Assert.Contains(gid, error.Problem, StringComparison.Ordinal);
        Assert.Contains("of postgres, prepared", error.Problem, StringComparison.Ordinal);
        Assert.Contains("COMMIT PREPARED", error.Remedy, StringComparison.Ordinal);
        await OnSourceAsync($"COMMIT PREPARED '{gid}'");
        await FreezeAsync();
        Assert.Equal("2", await OnSourceAsync("SELECT count(*) FROM shop.hen"));
    }

    [Fact]
    public async Task Freeze_SubscriptionOfOthers_IsRefusedAndNamed()
    {
        await OnSourceAsync("CREATE SUBSCRIPTION theirs CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false); ALTER SUBSCRIPTION theirs ENABLE");
        var error = await Assert.ThrowsAsync<AdapterException>(FreezeAsync);
        Assert.Contains("subscriptions of others bring changes from elsewhere: theirs", error.Problem, StringComparison.Ordinal);
        await OnSourceAsync("ALTER SUBSCRIPTION theirs DISABLE");
        await FreezeAsync();
        Assert.Contains("was refused", await ProveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_Again_LeavesClientsAlone()
    {
        await FreezeAsync();
        await using var client = await ConnectAsync();
        await FreezeAsync();
        await RunAsync(client, "SELECT 1");
    }

    [Fact]
    public async Task Freeze_TableMadeMeanwhileByUs_IsGuardedBySecondFreeze()
    {
        await FreezeAsync();
        var job = await JobAsync();
        await using var session = await job.Source.OpenAsync(job.Name, Patience);
        await session.ExecuteAsync("CREATE TABLE shop.more (id int)", Patience);
        Assert.Contains("tables are not guarded: shop.more", (await Assert.ThrowsAsync<AdapterException>(ProveAsync)).Problem, StringComparison.Ordinal);
        await FreezeAsync();
        await AssertRefusedAsync("INSERT INTO shop.more VALUES (1)");
        await ProveAsync();
    }

    [Fact]
    public async Task Freeze_DatabaseOfAnotherMigration_IsRefused()
    {
        await FreezeAsync();
        var own = Component;
        Component = Describe(Servers.Source.Url(Database), Servers.Target.Url(Database)) with { Name = "other" };
        Assert.Contains("another migration", (await Assert.ThrowsAsync<AdapterException>(FreezeAsync)).Problem, StringComparison.Ordinal);
        await ThawAsync();
        Component = own;
        await ProveAsync();
    }

    [Fact]
    public async Task Freeze_SchemaDroppedByItsOwner_OpensTheDatabase()
    {
        await FreezeAsync();
        await OnSourceAsync($"SET application_name = '{(await JobAsync()).Name}'; SELECT orchestrator_guard.give_back(); DROP SCHEMA orchestrator_guard CASCADE; INSERT INTO shop.hen VALUES (7)");
        Assert.Contains("no guard of this migration", (await Assert.ThrowsAsync<AdapterException>(ProveAsync)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_Frozen_TellsCanaryAndPosition()
    {
        await FreezeAsync();
        Assert.Matches("^a canary write to shop\\.[a-z_0-9]+ was refused \\(25006\\) and the log (stands at [0-9A-F]+/[0-9A-F]+|, which)", await ProveAsync());
    }

    [Fact]
    public async Task Prove_NotFrozen_Throws() =>
        Assert.Contains("not frozen", (await Assert.ThrowsAsync<AdapterException>(ProveAsync)).Problem, StringComparison.Ordinal);

    [Fact]
    public async Task Prove_TriggerTakenAway_Throws()
    {
        await FreezeAsync();
        var job = await JobAsync();
        await using var session = await job.Source.OpenAsync(job.Name, Patience);
        await session.ExecuteAsync("ALTER TABLE shop.hen DISABLE TRIGGER orchestrator_guard", Patience);
        Assert.Contains("tables are not guarded: shop.hen", (await Assert.ThrowsAsync<AdapterException>(ProveAsync)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_NoTables_TriesADefinition()
    {
        await Servers.Source.PsqlAsync("postgres", "DROP DATABASE IF EXISTS bare; CREATE DATABASE bare");
        Component = Describe(Servers.Source.Url("bare"), Servers.Target.Url("bare"));
        await FreezeAsync();
        Assert.StartsWith("a canary CREATE TABLE was refused (25006)", await ProveAsync(), StringComparison.Ordinal);
    }
}
