using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Database;

/// <summary>The comparison finds each kind of difference, and only that.</summary>
public sealed class CompareTests(ServerPair servers) : PostgreSqlTest(servers)
{
    private const string OddTable = "\"Odd \"\"Schema\"\"\nwith newline\".\"Tab le's \"\"name\"\" ünï\nx\"";

    protected override bool NeedsSource => false;

    // One migration for all tests; each changes a copy of its result.
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Component = Describe(Servers.Source.Url(ServerPair.Shop), Servers.Target.Url("migrated"));
        if (await Servers.Target.PsqlAsync("postgres", "SELECT count(*) FROM pg_database WHERE datname = 'migrated'") == "0")
            await MigrateAsync();
        await Servers.Target.PsqlAsync("postgres", $"CREATE DATABASE \"{Database.Replace("\"", "\"\"", StringComparison.Ordinal)}\" TEMPLATE migrated");
        Component = Describe(Servers.Source.Url(ServerPair.Shop), Servers.Target.Url(Database));
    }

    [Theory]
    [InlineData("UPDATE shop.customers SET name = '' WHERE id = 1018", "shop.customers", "id=1018: changed")] // was NULL
    [InlineData("UPDATE shop.customers SET ratio = ratio + 1e-15 WHERE id = 4000", "shop.customers", "id=4000: changed")]
    [InlineData("DELETE FROM shop.customers WHERE id = 1003", "shop.customers", "id=1003: missing on the target")]
    [InlineData("INSERT INTO shop.empty VALUES (7)", "shop.empty", "id=7: only on the target")]
    [InlineData("UPDATE shop.events SET payload = 'x' WHERE id = 600", "shop.events_2026_1", "(id, at)=(600,2026-01-22): changed")]
    [InlineData("UPDATE shop.by_mood SET n = 0 WHERE n = 5", "shop.by_mood", "md5 of row=")]
    [InlineData("UPDATE shop.child SET own = 'X'", "shop.child", null)]
    [InlineData("UPDATE ONLY shop.parent SET added_later = NULL", "shop.parent", "id=1: changed")]
    [InlineData("INSERT INTO shop.no_columns DEFAULT VALUES", "shop.no_columns", "times on the source")]
    [InlineData("INSERT INTO shop.no_key SELECT * FROM shop.no_key LIMIT 1", "shop.no_key", "times on the target")]
    [InlineData("UPDATE shop.no_key SET b = 'x1' WHERE b = 'x2' AND a = 1", "shop.no_key", "md5 of row=")]
    [InlineData("UPDATE shop.unlogged SET note = NULL", "shop.unlogged", "id=1: changed")]
    [InlineData("SELECT lo_put(770001, 5, 'x')", "large objects", "oid=770001: changed")]
    [InlineData("SELECT lo_unlink(770002)", "large objects", "oid=770002: missing on the target")]
    [InlineData("SELECT nextval('shop.never_called')", "sequence shop.never_called", "source at 42, target after 42")]
    [InlineData("SELECT nextval('shop.never_called'); SELECT nextval('shop.never_called')", "sequence shop.never_called", "target after 43")]
    [InlineData("DROP INDEX shop.\"index on lower\"", "schema", "index shop.\"index on lower\": missing on the target")]
    [InlineData("ALTER TABLE shop.customers DROP CONSTRAINT \"long life\"", "schema", "\"long life\": missing on the target")]
    [InlineData("ALTER TABLE shop.parent DISABLE TRIGGER \"touch it\"", "schema", "defined in another way")]
    [InlineData("CREATE OR REPLACE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "schema", "function shop.touch(): defined in another way")]
    [InlineData("ALTER TABLE shop.customers ALTER balance TYPE numeric(13,2)", "schema", "column shop.customers.balance: defined in another way")]
    [InlineData("DROP VIEW shop.happy", "schema", "view shop.happy: missing on the target")]
    [InlineData("ALTER TYPE shop.mood ADD VALUE 'new'", "schema", "type shop.mood: defined in another way")]
    [InlineData("DROP POLICY own_rows ON shop.parent", "schema", "policy shop.parent own_rows: missing on the target")]
    public async Task Compare_OneDifference_IsNamed(string change, string item, string? difference)
    {
        await OnTargetAsync(change);
        var different = (await Adapter.CompareAsync(Component, null, Scope(), Patience)).Items.Where(compared => !compared.IsEqual);
        var found = Assert.Single(different);
        Assert.Equal(item, found.Name);
        Assert.Contains(found.FirstDifferences, text => text.Contains(difference ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compare_RowsOfOddTableSwapValues_NamesBothKeys()
    {
        await OnTargetAsync($"UPDATE {OddTable} SET \"SELECT\" = 'q' WHERE \"c ol\" IN (1, 2)");
        var found = Assert.Single((await Adapter.CompareAsync(Component, null, Scope(), Patience)).Items, compared => !compared.IsEqual);
        Assert.Equal(2, found.FirstDifferences.Count);
    }

    [Fact]
    public async Task Compare_ManyDifferences_NamesTen()
    {
        await OnTargetAsync("UPDATE shop.customers SET small = 0");
        var found = Assert.Single((await Adapter.CompareAsync(Component, null, Scope(), Patience)).Items, compared => !compared.IsEqual);
        Assert.Equal(10, found.FirstDifferences.Count);
        Assert.Equal(found.ReferenceCount, found.TargetCount);
    }

    [Fact]
    public async Task Compare_TableMissing_SaysSoAndNeverShowsRows()
    {
        await OnTargetAsync("DROP TABLE shop.unlogged");
        var comparison = await Adapter.CompareAsync(Component, null, Scope(), Patience);
        var found = Assert.Single(comparison.Items, compared => compared.Name == "shop.unlogged");
        Assert.Equal(["missing on the target"], found.FirstDifferences);
        Assert.DoesNotContain(comparison.Items.SelectMany(item => item.FirstDifferences), text => text.Contains("kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compare_BackupOfRealRun_SaysWhatToCompareWith()
    {
        await Adapter.BackUpAsync(Component, BackupFolder, Scope(), Patience);
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CompareAsync(Component, BackupFolder, Scope(), Patience));
        Assert.Contains("Compare with the source", error.Message, StringComparison.Ordinal);
    }
}
