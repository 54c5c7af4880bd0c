using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Replication;

public sealed class FinalSyncTests(ServerPair servers) : SyncTest(servers)
{
    [Fact]
    public async Task FinishSync_EverythingChanged_TargetIsEqual()
    {
        await FollowAsync();
        await OnSourceAsync("""
            UPDATE shop.no_key SET b = 'changed' WHERE a = 1; DELETE FROM shop.no_key WHERE a = 2;
            INSERT INTO shop.customers (email) VALUES ('later'); UPDATE shop.customers SET tags = '{x,y}', feeling = 'sad' WHERE id < 1100;
            INSERT INTO shop.events (at, payload) VALUES ('2026-03-01', 'new'); DELETE FROM shop.events WHERE at < '2025-01-01';
            UPDATE shop.by_mood SET mood = 'sad' WHERE n < 10; DELETE FROM shop.by_mood WHERE n > 80; INSERT INTO shop.by_mood VALUES ('ok', 1000);
            UPDATE shop.unlogged SET note = 'changed'; INSERT INTO shop.unlogged VALUES (2, 'new');
            TRUNCATE shop.rooms; INSERT INTO shop.no_columns DEFAULT VALUES; UPDATE shop.parent SET common = 'both';
            SELECT nextval('shop.odd_steps'), nextval('shop.never_called');
            SELECT lo_put(770001, 5, 'changed'), lo_unlink(770002), lo_create(770009); ALTER LARGE OBJECT 770003 OWNER TO reader; GRANT SELECT ON LARGE OBJECT 770009 TO PUBLIC;
            REFRESH MATERIALIZED VIEW shop.summary
            """);
        var report = await Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        Assert.Contains("sequences, 1 unlogged tables, 3 changed and 1 removed large objects, 1 of 1 materialized views", report, StringComparison.Ordinal);
        await CompareAsync();
        Assert.Equal("reader|{postgres=rw/postgres,=r/postgres}", await OnTargetAsync("SELECT (SELECT pg_get_userbyid(lomowner) FROM pg_largeobject_metadata WHERE oid = 770003), (SELECT lomacl FROM pg_largeobject_metadata WHERE oid = 770009)"));
        await Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope(), Patience);
        await AssertNoTracesAsync();
    }
}
