using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

/// <summary>A target whose databases are on a disk with room for the baseline and little more.</summary>
public sealed class DiskFullTests(ServerPair servers) : SyncTest(servers)
{
    private const int DiskMegabytes = 48;
    private const string Ballast = "INSERT INTO shop.no_key SELECT n, repeat('x', 1000) FROM generate_series(1, 60000) n";
    private SmallDisk _disk = null!;
    private PostgreSqlServer _target = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _disk = await SmallDisk.MountAsync(DiskMegabytes);
        _target = await PostgreSqlServer.StartAsync(null, "wal_retrieve_retry_interval=100ms");
        await _target.PsqlAsync("postgres", $"CREATE TABLESPACE small LOCATION '{_disk.Folder}'");
        await _target.PsqlAsync("postgres", "ALTER DATABASE template0 SET TABLESPACE small");
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), _target.Url(Database));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _target.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task CopyBaseline_TargetDiskFull_SaysSoAndCanBeUndone()
    {
        await OnSourceAsync(Ballast);
        var error = await Assert.ThrowsAsync<AdapterException>(FollowAsync);
        Assert.False(error.IsTransient);
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{_target.Port}", error.Message, StringComparison.Ordinal);
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await Adapter.RemoveTargetAsync(Component, Scope(), Patience);
        Assert.Equal("0", await _target.PsqlAsync("postgres", $"SELECT count(*) FROM pg_database WHERE dattablespace <> (SELECT oid FROM pg_tablespace WHERE spcname = 'pg_default') AND datname <> 'template0'"));
        Assert.Equal("0", await OnSourceAsync($"SELECT (SELECT count(*) FROM pg_replication_slots WHERE starts_with(slot_name, '{Job}')) + (SELECT count(*) FROM pg_publication WHERE starts_with(pubname, '{Job}'))"));
    }

    [Fact]
    public async Task GetSync_TargetDiskFull_IsBlockingAndNamedAndFollowsOnWhenThereIsRoom()
    {
        await FollowAsync();
        await LookUntilAsync(status => status.IsFollowing);
        await OnSourceAsync(Ballast);
        var full = await LookUntilAsync(status => status.Problems.Any(finding => finding.Problem.Contains("disk is full", StringComparison.Ordinal)));
        Assert.False(full.IsFollowing);
        Assert.True(full.LagBytes > 0);
        Assert.Contains(full.Problems, finding => finding.IsBlocking && finding.Subject.Contains($":{_target.Port}", StringComparison.Ordinal) && finding.Remedy.StartsWith("Free or add space", StringComparison.Ordinal));

        await _disk.GrowAsync(DiskMegabytes * 8);
        await CatchUpAsync();
        await LookUntilAsync(status => status is { IsFollowing: true, Problems.Count: 0 });
        await AssertEqualAsync();
    }
}
