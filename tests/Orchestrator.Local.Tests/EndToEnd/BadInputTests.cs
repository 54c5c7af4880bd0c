using Npgsql;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>What operators get wrong, on the real site: found before any downtime, with the thing and the remedy named.</summary>
public sealed class BadInputTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const string Hidden = "s3cr3t-of-the-plan";

    public Task InitializeAsync()
    {
        site.TryAgainQuickly(attempts: 3);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await site.Demo.Server.KillAsync();

    [Fact]
    public async Task Run_WrongPassword_EndsBeforeDowntimeAndHidesIt()
    {
        var target = site.Demo.Target;
        var status = await MigrateAsync(plan => site.WithSecret(plan, "ORDERS_TARGET", $"Host=127.0.0.1;Port={target.Port};Username=postgres;Password={Hidden};Database=orders"));
        RequireRefusedEarly(status, $"127.0.0.1:{target.Port}", "the password is wrong", "Correct the password in the connection string");
        await site.RequireBackAtSourceAsync();
    }

    [Theory]
    [InlineData("nowhere.invalid", "nowhere.invalid:5432")]
    [InlineData("127.0.0.1;Port=1", "127.0.0.1:1")]
    public async Task Run_WrongHost_EndsBeforeDowntime(string host, string subject)
    {
        var status = await MigrateAsync(plan => site.WithSecret(plan, "ORDERS_TARGET", $"Host={host};Username=postgres;Password={Hidden};Database=orders"));
        RequireRefusedEarly(status, subject, "the server cannot be reached", "Check host, port, firewall");
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Run_TargetNotEmpty_EndsBeforeDowntimeAndTouchesNothing()
    {
        await site.Demo.Target.PsqlAsync("postgres", "create database orders");
        await site.Demo.Target.PsqlAsync("orders", "create table precious as select 42 as answer");
        Directory.CreateDirectory(site.Demo.TargetUploads);
        await File.WriteAllTextAsync(Path.Combine(site.Demo.TargetUploads, "precious"), "42");
        var status = await MigrateAsync(DemoPlan.WithoutGates);
        Assert.Equal("42", await site.Demo.Target.PsqlAsync("orders", "select answer from precious"));
        Assert.Equal("42", await File.ReadAllTextAsync(Path.Combine(site.Demo.TargetUploads, "precious")));
        await site.EmptyTargetAsync();
        RequireRefusedEarly(status, "precious", site.Demo.TargetUploads, "not empty");
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Run_SourceTableLocked_EndsBeforeDowntimeAndNamesTableAndProcess()
    {
        await site.Demo.Source.PsqlAsync("orders", "create table ledgers as select 1 as x");
        await using var locker = new NpgsqlConnection(site.Demo.SourceConnection + ";Pooling=false;Application Name=nightly report");
        await locker.OpenAsync();
        var process = locker.ProcessID;
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE ledgers IN ACCESS EXCLUSIVE MODE", locker);
        await command.ExecuteNonQueryAsync();
        var status = await MigrateAsync(plan => plan.Replace("kind: postgresql", "kind: postgresql\n    lockTimeout: PT1S", StringComparison.Ordinal));
        await locker.CloseAsync();
        await site.Demo.Source.PsqlAsync("orders", "drop table ledgers");
        RequireRefusedEarly(status, $"public.ledgers by process {process}", "nightly report", "End that session");
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Run_GatewayIsDown_EndsBeforeDowntime()
    {
        await using var wire = new CuttableProxy(site.Demo.Gateway.AdminAddress.Port);
        wire.Cut();
        var status = await MigrateAsync(plan => site.WithGatewayAt(plan, wire.Port));
        RequireRefusedEarly(status, $"gateway http://127.0.0.1:{wire.Port}", "does not answer", "Start it with 'orchestrator gateway'");
        await site.RequireBackAtSourceAsync();
    }

    [Fact]
    public async Task Serve_SecondServerOnTheSameData_IsRefusedAndTheFirstGoesOn()
    {
        await site.Demo.StartServerAsync(DemoPlan.WithoutGates);
        var id = await site.StartAsync("?rehearsal=true");
        var (exitCode, output) = await ServeAsync(site.Demo.Server.DataFolder);
        Assert.Equal(1, exitCode);
        Assert.Contains("orchestrator.db' is in use by another orchestrator process. Stop the other process", output, StringComparison.Ordinal);
        await site.WaitForAsync(id, MigrationState.Completed);
    }

    [Fact]
    public async Task Serve_HubFileIsReadOnly_SaysSo()
    {
        await site.Demo.StartServerAsync();
        await site.Demo.Server.KillAsync();
        var hub = Path.Combine(site.Demo.Server.DataFolder, "orchestrator.db");
        File.SetAttributes(hub, FileAttributes.ReadOnly);
        var (exitCode, output) = await ServeAsync(site.Demo.Server.DataFolder);
        File.SetAttributes(hub, FileAttributes.Normal);
        Assert.Equal(1, exitCode);
        Assert.Contains($"The hub file '{hub}' is read-only. Make the file and its folder writable", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_FolderIsReadOnly_SaysSo()
    {
        using var disk = await SmallDisk.MountAsync(sizeMegabytes: 1, isReadOnly: true);
        var (exitCode, output) = await ServeAsync(disk.Folder);
        Assert.Equal(1, exitCode);
        Assert.Contains(disk.Folder, output, StringComparison.Ordinal);
        Assert.Contains("its folder can be written by the user who runs the server", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", output, StringComparison.Ordinal);
    }

    private static void RequireRefusedEarly(MigrationStatus status, params string[] words)
    {
        Assert.Null(status.Downtime);
        Assert.Equal(StepState.Pending, status.Steps.Single(step => step.Name == "hold").State);
        Assert.All(words, word => Assert.Contains(word, status.Error, StringComparison.Ordinal));
        Assert.DoesNotContain(Hidden, System.Text.Json.JsonSerializer.Serialize(status), StringComparison.Ordinal);
    }

    private async Task<MigrationStatus> MigrateAsync(Func<string, string> change)
    {
        await site.Demo.StartServerAsync(plan => change(DemoPlan.WithoutGates(plan)));
        var status = await site.WaitForAsync(await site.StartAsync(), MigrationState.RolledBack);
        Assert.DoesNotContain(Hidden, await File.ReadAllTextAsync(site.Demo.Server.LogPath), StringComparison.Ordinal);
        return status;
    }

    private async Task<(int ExitCode, string Output)> ServeAsync(string dataFolder)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = Programs.Prepare("orchestrator", new Dictionary<string, string>(), "serve", "--data", dataFolder, "--url", "http://127.0.0.1:0", "--settings", site.Demo.Folder);
        return await Programs.RunAsync(start, patience.Token);
    }
}
