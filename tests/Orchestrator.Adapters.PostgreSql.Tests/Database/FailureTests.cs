using System.Diagnostics;
using Npgsql;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Database;

/// <summary>Bad input and bad days: each gets a clear answer, without a secret.</summary>
public sealed class FailureTests(ServerPair servers) : PostgreSqlTest(servers)
{
    [Fact]
    public async Task CheckReadiness_NothingListens_IsTransient()
    {
        Component = Describe("Host=127.0.0.1;Port=1;Username=a;Password=hidden;Database=b", Servers.Target.Url(Database));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CheckReadinessAsync(Component, Scope(), Patience));
        Assert.True(error.IsTransient);
        Assert.Contains("database b on 127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadiness_WrongPassword_IsPermanentAndHidesIt()
    {
        Component = Describe(Servers.Source.Url(Database).Replace(Servers.Source.Password, "hidden", StringComparison.Ordinal), Servers.Target.Url(Database));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CheckReadinessAsync(Component, Scope(), Patience));
        Assert.False(error.IsTransient);
        Assert.Contains("the password is wrong", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense hidden")]
    [InlineData("Host=a;Unknown=hidden")]
    [InlineData("postgres://u:hidden@h/d?frobnicate=hidden")]
    [InlineData("postgres://u:hidden@h:port/d")]
    [InlineData("Host=h;Password=hidden")]
    public async Task CheckReadiness_UnreadableConnection_IsPermanentAndHidesIt(string connection)
    {
        Component = Describe(connection, Servers.Target.Url(Database));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CheckReadinessAsync(Component, Scope(), Patience));
        Assert.False(error.IsTransient);
        Assert.Contains("source of component db", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUp_UnknownDatabase_IsPermanent()
    {
        Component = Describe(Servers.Source.Url("nowhere"), Servers.Target.Url(Database));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience));
        Assert.False(error.IsTransient);
        Assert.Contains("there is no such database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUp_TableLocked_NamesTableAndProcess()
    {
        await using var locker = new NpgsqlConnection(Servers.Source.ConnectionString(Quoted(Database)) + ";Pooling=false");
        await locker.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE shop.hen", locker);
        await command.ExecuteNonQueryAsync();
        Component = Describe(Servers.Source.Url(Database), Servers.Target.Url(Database), new { lockTimeout = "PT2S" });
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience));
        Assert.True(error.IsTransient);
        Assert.Contains($"shop.hen by process {locker.ProcessID}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_TargetDiskFull_SaysSoAndCanBeUndone()
    {
        using var disk = await SmallDisk.MountAsync(sizeMegabytes: 12);
        await using var full = await PostgreSqlServer.StartAsync(null, "wal_level=minimal", "max_wal_senders=0");
        await full.PsqlAsync("postgres", $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await OnSourceAsync("CREATE TABLE shop.wide AS SELECT repeat(md5(n::text), 60) AS x FROM generate_series(1, 20000) n");
        Component = Describe(Servers.Source.Url(Database), full.Url("roomy"));
        await Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience);
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await full.PsqlAsync("postgres", "ALTER DATABASE roomy SET TABLESPACE small");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience));
        Assert.False(error.IsTransient);
        Assert.Contains("there is no space left", error.Message, StringComparison.Ordinal);
        await Adapter.RemoveTargetAsync(Component, Scope(), Patience);
        Assert.Equal("0", await full.PsqlAsync("postgres", "SELECT count(*) FROM pg_database WHERE datname = 'roomy'"));
    }

    [Fact]
    public async Task BackUp_WorkFolderFull_SaysSo()
    {
        using var disk = await SmallDisk.MountAsync(sizeMegabytes: 1);
        await OnSourceAsync("CREATE EXTENSION IF NOT EXISTS pgcrypto; CREATE TABLE shop.random AS SELECT public.gen_random_bytes(1000) AS x FROM generate_series(1, 5000)");
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.BackUpAsync(Component, disk.Folder, Scope(), Patience));
        Assert.False(error.IsTransient);
        Assert.Contains("there is no space left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_DumpDamaged_Fails()
    {
        await Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience);
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        var largest = new DirectoryInfo(BackupFolder).EnumerateFiles("*.dat.gz", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        await using (var file = largest.OpenWrite())
            file.SetLength(largest.Length / 2);
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience));
    }

    [Fact]
    public async Task Restore_FolderWithoutBackup_SaysSo()
    {
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience));
        Assert.Contains("holds no complete backup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackUp_SourceStops_IsTransientAndThenCompletes()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        Component = Describe(server.Url(), Servers.Target.Url(Database));
        await server.StopAsync();
        Assert.True((await Assert.ThrowsAsync<AdapterException>(() => Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience))).IsTransient);
        await server.StartAgainAsync();
        await Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience);
    }

    [Fact]
    public async Task Restore_DumpProgramLeftByKilledServer_IsEndedFirst()
    {
        await MigrateAsync();
        var job = PostgreSql.Connections.JobName.Of(Scope(), Component);
        var start = new ProcessStartInfo(Path.Combine(PostgreSqlServer.BinFolder, "psql"),
            ["-X", "-h", "127.0.0.1", "-p", $"{Servers.Target.Port}", "-U", "postgres", "-d", ConnectionInfo(Database), "-c", "SELECT pg_sleep(600)"]);
        start.Environment["PGAPPNAME"] = job;
        start.Environment["PGPASSWORD"] = Servers.Target.Password;
        using var leftover = Process.Start(start)!;
        await PollAsync(async () => await OnTargetAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{job}'") == "1");
        await Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience);
        await leftover.WaitForExitAsync(Patience);
        Assert.True((await Adapter.CompareAsync(Component, null, Scope(), Patience)).IsEqual);
    }

    private static async Task PollAsync(Func<Task<bool>> holds)
    {
        var patience = Patience;
        while (!await holds())
            await Task.Delay(50, patience);
    }
}
