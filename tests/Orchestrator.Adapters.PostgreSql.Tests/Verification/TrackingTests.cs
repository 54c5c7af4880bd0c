using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Verification;

/// <summary>What is remembered, what is lost, and what the stream does not carry.</summary>
public sealed class TrackingTests(ServerPair servers) : VerificationTest(servers)
{
    private const string Schema = """
        CREATE TABLE item (id serial PRIMARY KEY, name text);
        CREATE TABLE keyless (a int, b text); ALTER TABLE keyless REPLICA IDENTITY FULL;
        CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY);
        CREATE TABLE event (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
        CREATE TABLE event_new PARTITION OF event DEFAULT
        """;

    private const string Rows = """
        INSERT INTO item (name) SELECT 'item ' || n FROM generate_series(1, 30000) n;
        INSERT INTO keyless SELECT n % 7, n % 3 FROM generate_series(1, 3000) n;
        INSERT INTO event SELECT n, '2025-12-01'::date + n % 60 FROM generate_series(1, 3000) n
        """;

    private string StatePath => Path.Combine(Folder, "verification", $"{Names.TrackerSlot}.json");

    [Fact]
    public async Task Compare_KeylessTable_IsReadOnlyWhenItChanged()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        Assert.NotNull((await ItemAsync("public.keyless")).ProvenAt);
        await OnLeaderAsync("UPDATE keyless SET b = 'x' WHERE a = 1; DELETE FROM keyless WHERE a = 2; INSERT INTO keyless SELECT * FROM keyless LIMIT 5");
        await CatchUpAsync();
        var changed = await ItemAsync("public.keyless");
        Assert.Equal((true, null, changed.TargetCount), (changed.IsEqual, changed.ProvenAt, changed.RecheckedCount));
        await OnLeaderAsync("UPDATE keyless SET b = 'y' WHERE a = 1");
        await CatchUpAsync();
        await OnFollowerAsync("UPDATE keyless SET b = 'z' WHERE ctid = (SELECT ctid FROM keyless LIMIT 1)");
        Assert.Contains("md5 of row=", (await ItemAsync("public.keyless")).FirstDifferences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_KeylessTableChangedBehindTheStream_IsDifferent()
    {
        await FollowAsync(Schema, Rows);
        await OnFollowerAsync("DELETE FROM keyless WHERE ctid = (SELECT ctid FROM keyless LIMIT 1)");
        var item = Assert.Single((await VerifyAsync(20)).Items, item => item.Name == "public.keyless");
        Assert.True(item.IsDifferent);
        Assert.Null(item.ProvenAt);
    }

    [Fact]
    public async Task Compare_TruncatedTable_IsComparedAsAWhole()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("TRUNCATE item; INSERT INTO item VALUES (1, 'first')");
        await CatchUpAsync();
        var item = await ItemAsync("public.item");
        Assert.Equal((true, 1, null), (item.IsEqual, item.TargetCount, item.ProvenAt));
        await OnLeaderAsync("TRUNCATE item");
        Assert.True((await VerifyAsync()).IsProven);
    }

    [Fact]
    public async Task Compare_WhatTheStreamDoesNotCarry_IsCompared()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        Assert.True((await CompareAsync()).IsEqual);
        await OnLeaderAsync("INSERT INTO unlogged VALUES (1); SELECT nextval('item_id_seq'); SELECT lo_create(4711); CREATE INDEX extra ON item (name)");
        var different = (await CompareAsync()).Items.Where(item => !item.IsEqual).Select(item => item.Name);
        Assert.Equal(["schema", "public.unlogged", "large objects", "sequence public.item_id_seq"], different);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("torn")]
    [InlineData("slot")]
    [InlineData("stale")]
    public async Task Verify_MemoryLost_ProvesAnewAndClaimsNothing(string loss)
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        var old = await File.ReadAllTextAsync(StatePath);
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id <= 10");
        await CatchUpAsync();
        await OnFollowerAsync("UPDATE item SET name = 'lost' WHERE id = 5");
        await VerifyAsync();
        if (loss == "lost")
            File.Delete(StatePath);
        else if (loss == "torn")
            await File.WriteAllTextAsync(StatePath, old[..(old.Length / 2)]);
        else if (loss == "stale")
            await File.WriteAllTextAsync(StatePath, old);
        else
            await OnLeaderAsync($"SELECT pg_drop_replication_slot('{Names.TrackerSlot}')");
        Assert.All((await VerifyAsync(0)).Items, item => Assert.Null(item.ProvenAt));
        Assert.Equal(["id=5: changed"], (await ItemAsync("public.item")).FirstDifferences);
        Assert.True((await VerifyAsync(20)).Items.Single(item => item.Name == "public.item").IsDifferent);
    }

    [Fact]
    public async Task Verify_KilledAtAnyTime_EndsRight()
    {
        await FollowAsync(Schema, Rows);
        for (var milliseconds = 5; milliseconds < 400; milliseconds = (milliseconds * 3 / 2) + 5)
        {
            await OnLeaderAsync("INSERT INTO item (name) SELECT 'more' FROM generate_series(1, 50); DELETE FROM item WHERE id % 3000 = 7; UPDATE item SET name = 'y' WHERE id % 500 = 3; INSERT INTO event VALUES ((random() * 1e9)::int, '2027-01-01')");
            using var kill = new CancellationTokenSource(milliseconds);
            await Record.ExceptionAsync(async () => await (await OpenAsync()).VerifyAsync(TimeSpan.FromSeconds(5), kill.Token));
        }

        await ProveAsync();
        var comparison = await CompareAsync();
        Assert.DoesNotContain(comparison.Items, item => !item.IsEqual && !item.Name.StartsWith("sequence", StringComparison.Ordinal));
        foreach (var table in new[] { "item", "event_old", "event_new", "keyless" })
            Assert.Equal(await OnFollowerAsync($"SELECT count(*) FROM {table}"), $"{comparison.Items.Single(item => item.Name == $"public.{table}").ReferenceCount}");
    }

    [Fact]
    public async Task StartTracking_Reverse_InheritsWhatWasProven()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("DELETE FROM item WHERE id <= 10");
        var forward = (await CompareAsync()).Items.Single(item => item.Name == "public.item");
        await OnFollowerAsync($"ALTER SUBSCRIPTION {Names.Subscription} DISABLE");
        Direction = SyncDirection.Reverse;
        await SubscribeAsync();
        await (await OpenAsync()).StartTrackingAsync(Patience);
        var status = await VerifyAsync(0);
        Assert.True(status.IsProven);
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id <= 20; INSERT INTO item VALUES (100000, 'new')");
        var item = (await CompareAsync()).Items.Single(item => item.Name == "public.item");
        Assert.Equal((forward.ProvenAt, true, 29991, 11), (item.ProvenAt, item.IsEqual, item.ReferenceCount, item.RecheckedCount));
        await OnFollowerAsync("DELETE FROM item WHERE id = 100000");
        Assert.Equal(["id=100000: only on the target"], (await ItemAsync("public.item")).FirstDifferences);
    }

    [Fact]
    public async Task Remove_Twice_LeavesNothing()
    {
        await FollowAsync(Schema, Rows);
        await VerifyAsync();
        await (await OpenAsync()).RemoveAsync(Patience);
        await (await OpenAsync()).RemoveAsync(Patience);
        Assert.Equal("0", await OnLeaderAsync($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{Names.TrackerSlot}'"));
        Assert.False(File.Exists(StatePath));
    }

    [Fact]
    public async Task Compare_NeverVerified_ComparesAllAsAWhole()
    {
        await FollowAsync(Schema, Rows);
        var item = await ItemAsync("public.item");
        Assert.Equal((true, null, 30000), (item.IsEqual, item.ProvenAt, item.ReferenceCount));
    }

    [Fact]
    public async Task Compare_FewChangesInLargeTable_ReadsFewRows()
    {
        await FollowAsync(Schema, Rows);
        await ProveAsync();
        await OnLeaderAsync("UPDATE item SET name = 'y' WHERE id IN (17, 20000)");
        await CatchUpAsync();
        var before = await RowsReadAsync();
        Assert.True((await CompareAsync()).IsEqual);
        Assert.InRange(await RowsReadAsync() - before, 0, 10);
    }

    // Counted when a session ends: kept ones are closed first, and may still have to say what they read.
    private async Task<long> RowsReadAsync()
    {
        const string Sql = "SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_user_tables";
        Npgsql.NpgsqlConnection.ClearAllPools();
        for (var last = -1L; ; await Task.Delay(200, Patience))
        {
            var now = long.Parse(await OnFollowerAsync(Sql), System.Globalization.CultureInfo.InvariantCulture);
            if (now == last)
                return now;
            last = now;
        }
    }

    private async Task<ComparedItem> ItemAsync(string name) => (await CompareAsync()).Items.Single(item => item.Name == name);
}
