using Orchestrator.Adapters.PostgreSql.Replication.Baseline;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

public sealed class BaselineCopyTests(ServerPair servers) : SyncTest(servers)
{
    [Fact]
    public async Task CopyBaseline_WhileTheSourceGoesOn_MissesNothing()
    {
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(stop.Token);
        await FollowAsync();
        await stop.CancelAsync();
        var count = await writing;
        await AssertEqualAsync();
        Assert.Equal($"{count}", await OnTargetAsync("SELECT count(*) FROM shop.no_key WHERE b = 'written'"));
    }

    [Fact]
    public async Task CopyBaseline_LargeTable_IsCopiedInParts()
    {
        await OnSourceAsync("CREATE TABLE shop.large AS SELECT n, repeat(md5(n::text), 20) AS x FROM generate_series(1, 8000) n");
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), Servers.Target.Url(Database), new { parallelism = 3, copyPartBytes = 1 << 20 });
        await FollowAsync();
        Assert.Equal("8000|32004000", await OnTargetAsync("SELECT count(*), sum(n) FROM shop.large"));
        await AssertEqualAsync();
    }

    [Fact]
    public async Task CopyBaseline_Done_HasSettingsStatisticsAndRightsAndProgress()
    {
        var reports = new List<StepProgress>();
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        var size = await Adapter.CopyBaselineAsync(Component, Scope().With(reports.Add), Patience);
        Assert.True(size is { SizeBytes: > 0, ObjectCount: > 3000 });
        Assert.Equal("shop, public|a, b", await OnTargetAsync("SELECT current_setting('search_path'), current_setting('my.setting')"));
        Assert.Equal("t", await OnTargetAsync("SELECT reltuples >= 3000 FROM pg_class WHERE relname = 'customers'"));
        Assert.Equal("t", await OnTargetAsync("SELECT has_table_privilege('reader', 'shop.customers', 'SELECT')"));
        Assert.Equal("coffee", await OnTargetAsync("SELECT obj_description(770001, 'pg_largeobject')"));
        Assert.Equal("changes", await OnTargetAsync("SELECT pubname FROM pg_publication"));
        Assert.Equal(reports.Select(report => report.Completed).Order(), reports.Select(report => report.Completed));
        Assert.Equal(reports[^1].Total, reports[^1].Completed);
        Assert.False(Directory.Exists(Path.Combine(Scope().WorkFolder, Job)));
    }

    [Fact]
    public async Task CopyBaseline_RunAgainWhenDone_KeepsWhatIsThere()
    {
        await FollowAsync();
        var before = await OnTargetAsync("SELECT oid FROM pg_database WHERE datname = current_database()");
        await Adapter.CopyBaselineAsync(Component, Scope(), Patience);
        Assert.Equal(before, await OnTargetAsync("SELECT oid FROM pg_database WHERE datname = current_database()"));
    }

    [Theory]
    [InlineData("pg_dump")]
    [InlineData("pre-data")]
    [InlineData("rows")]
    [InlineData("post-data")]
    [InlineData("subscription")]
    public async Task CopyBaseline_CutOff_StartsAgain(string phase)
    {
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await CutOffAsync(phase);
        await OnSourceAsync("INSERT INTO shop.no_key VALUES (77, 'between')");
        await Adapter.CopyBaselineAsync(Component, Scope(), Patience);
        await AssertEqualAsync();
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await AssertNoTracesAsync();
    }

    [Fact]
    public async Task CopyBaseline_TransactionStaysOpen_NamesIt()
    {
        Component = Describe(Servers.Source.ConnectionString(Quoted(Database)), Servers.Target.Url(Database), new { lockTimeout = "PT1S" });
        await Adapter.PrepareTargetAsync(Component, Scope(), Patience);
        await Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await using var open = await OpenAsync(Servers.Source);
        await open.ExecuteAsync("BEGIN; INSERT INTO shop.no_key VALUES (1, 'open')", Patience);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CopyBaselineAsync(Component, Scope(), Patience));
        Assert.True(error.IsTransient);
        Assert.Contains("(postgres, test) in ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_Pages_CoversAllOnce()
    {
        var parts = new CopyPart("t", "a, b", 100 << 20) { IsFrozen = true }.Split(1000, 30 << 20).ToList();
        Assert.Equal(
            ["ctid >= '(0,0)' AND ctid < '(333,0)'", "ctid >= '(333,0)' AND ctid < '(666,0)'", "ctid >= '(666,0)'"],
            parts.Select(part => part.Query[(part.Query.IndexOf("WHERE", StringComparison.Ordinal) + 6)..]));
        Assert.All(parts, part => Assert.False(part.IsFrozen));
    }

    // Cancelling at what the phase can be seen by from outside is a kill as far as the servers are concerned.
    private async Task CutOffAsync(string phase)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Patience);
        var copying = Adapter.CopyBaselineAsync(Component, Scope(), kill.Token);
        var (side, sign) = phase switch
        {
            "pg_dump" => (Servers.Source, $"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{Forward.Slot}'"),
            "pre-data" => (Servers.Target, "SELECT count(*) FROM pg_class WHERE relname = 'customers'"),
            "rows" => (Servers.Target, "SELECT count(*) FROM pg_largeobject_metadata"),
            "post-data" => (Servers.Target, "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = indrelid WHERE c.relname = 'customers'"),
            _ => (Servers.Target, $"SELECT count(*) FROM pg_subscription WHERE subname = '{Forward.Subscription}'"),
        };
        while (!copying.IsCompleted && !await IsSeenAsync(side, sign))
            await Task.Delay(5, Patience);
        await kill.CancelAsync();
        await Task.WhenAny(copying);
    }

    private async Task<bool> IsSeenAsync(Contracts.Servers.PostgreSqlServer side, string sign)
    {
        await using var session = await OpenAsync(side);
        return await session.ScalarAsync<long>(sign, Patience) > 0;
    }

    private async Task<int> WriteAsync(CancellationToken stop)
    {
        await using var session = await OpenAsync(Servers.Source);
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
            await session.ExecuteAsync("INSERT INTO shop.no_key VALUES (6, 'written'); UPDATE shop.no_key SET a = a + 1 WHERE b = 'x1' AND a < 100; UPDATE shop.customers SET score = score + 1 WHERE id = 1000", Patience);
        return count;
    }
}
