using Npgsql;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>What breaks while a migration runs, on the real site: bridged when it mends, rolled back when it does not.</summary>
public sealed class BadDayTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const int Many = 100;

    public Task InitializeAsync()
    {
        site.TryAgainQuickly(attempts: Many);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await site.Demo.Server.KillAsync();

    // A partitioned table has no size to ask for, so readiness passes and the backup meets the lock.
    [Fact]
    public async Task Run_SourceTableLocked_NamesTableAndProcessAndGoesOnWhenItIsFree()
    {
        await site.Demo.Source.PsqlAsync("orders", "create table ledgers (x int) partition by range (x)");
        await using var locker = new NpgsqlConnection(site.Demo.SourceConnection + ";Pooling=false;Application Name=nightly report");
        await locker.OpenAsync();
        var process = locker.ProcessID;
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE ledgers IN ACCESS EXCLUSIVE MODE", locker);
        await command.ExecuteNonQueryAsync();
        var id = await StartAsync(plan => plan.Replace("kind: postgresql", "kind: postgresql\n    lockTimeout: PT2S", StringComparison.Ordinal));
        var error = await ErrorOfAsync(id, "backup");
        await locker.CloseAsync();
        Assert.Contains($"ledgers by process {process}", error, StringComparison.Ordinal);
        Assert.Contains("nightly report", error, StringComparison.Ordinal);
        await GoThereAndBackAsync(id);
        await site.Demo.Source.PsqlAsync("orders", "drop table ledgers");
    }

    [Fact]
    public async Task Run_NoSpaceOnTarget_RollsBack()
    {
        using var disk = await SmallDisk.MountAsync(sizeMegabytes: 24);
        await using var full = await PostgreSqlServer.StartAsync(null, "wal_level=minimal", "max_wal_senders=0");
        await full.PsqlAsync("postgres", $"create tablespace small location '{disk.Folder}'");
        await full.PsqlAsync("postgres", "alter database template0 set tablespace small");
        await site.Demo.Source.PsqlAsync("orders", "create table wide as select repeat(md5(n::text), 60) as x from generate_series(1, 20000) n");
        var id = await StartAsync(plan => site.WithSecret(plan, "ORDERS_TARGET", full.ConnectionString("orders")));
        var status = await site.WaitForAsync(id, MigrationState.RolledBack);
        await site.Demo.Source.PsqlAsync("orders", "drop table wide");
        Assert.Contains("'restore'", status.Error, StringComparison.Ordinal);
        Assert.Contains("there is no space left", status.Error, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{full.Port}", status.Error, StringComparison.Ordinal);
        Assert.Equal("0", await full.PsqlAsync("postgres", "select count(*) from pg_database where datname like 'orders%'"));
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Run_StoreIsDownForAWhile_GoesOnWhenItIsBack()
    {
        await using var wire = new CuttableProxy(site.Demo.Store.Port);
        wire.CutAfter(32_000);
        var id = await StartAsync(plan => site.WithSecret(plan, "BACKUP_STORE", site.Demo.Store.ConnectionStringAt(wire.Port)));
        var error = await ErrorOfAsync(id, "transfer");
        var status = await site.WaitUntilAsync(id, shown => shown.Steps.Any(step => step is { Name: "transfer", Attempt: >= 3 }));
        wire.Mend();
        Assert.Equal(MigrationState.Running, status.State);
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
        Assert.Contains("Check that the store runs", error, StringComparison.Ordinal);
        await GoThereAndBackAsync(id);
    }

    [Fact]
    public async Task Run_StoreIsDownForGood_RollsBack()
    {
        site.TryAgainQuickly(attempts: 3);
        await using var wire = new CuttableProxy(site.Demo.Store.Port);
        wire.CutAfter(32_000);
        var id = await StartAsync(plan => site.WithSecret(plan, "BACKUP_STORE", site.Demo.Store.ConnectionStringAt(wire.Port)));
        var status = await site.WaitForAsync(id, MigrationState.RolledBack);
        Assert.Contains("'transfer'", status.Error, StringComparison.Ordinal);
        Assert.Contains("Check that the store runs", status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Demo.Store.AccountKey, status.Error, StringComparison.Ordinal);
        Assert.Equal(3, status.Steps.Single(step => step.Name == "transfer").Attempt);
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Run_GatewayIsDownForAWhileAtCutover_GoesOnWhenItIsBack()
    {
        await using var wire = new CuttableProxy(site.Demo.Gateway.AdminAddress.Port);
        var id = await StartAsync(plan => site.WithGatewayAt(plan, wire.Port));
        await site.WaitUntilAsync(id, shown => shown.Steps.Any(step => step is { Name: "stop", State: StepState.Completed }));
        wire.Cut();
        var error = await ErrorOfAsync(id, "redirect");
        wire.Mend();
        Assert.Contains("Start it with 'orchestrator gateway'", error, StringComparison.Ordinal);
        await GoThereAndBackAsync(id);
    }

    private async Task<string> StartAsync(Func<string, string> change)
    {
        await site.Demo.StartServerAsync(plan => change(DemoPlan.WithoutGates(plan)));
        return await site.StartAsync();
    }

    // What a step that is going to be tried again says.
    private async Task<string> ErrorOfAsync(string id, string name)
    {
        var status = await site.WaitUntilAsync(id, shown => shown.Steps.Any(step => step.Name == name && step.Error is not null));
        return status.Steps.Single(step => step.Name == name).Error!;
    }

    private async Task GoThereAndBackAsync(string id)
    {
        await site.WaitForAsync(id, MigrationState.CutOver);
        await site.RequireAtTargetAsync();
        await site.CommandAsync(id, "rollback", new { acceptLoss = true });
        await site.WaitForAsync(id, MigrationState.RolledBack);
        await site.EmptyTargetAsync();
        await site.RequireBackAtSourceAsync();
    }
}
