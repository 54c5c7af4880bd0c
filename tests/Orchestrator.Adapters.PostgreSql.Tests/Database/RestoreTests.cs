using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Database;

/// <summary>What a dump of one database leaves out comes along all the same.</summary>
public sealed class RestoreTests(ServerPair servers) : PostgreSqlTest(servers)
{
    [Fact]
    public async Task Restore_NastyDatabase_BringsSettingsRightsOwnersAndComments()
    {
        await MigrateAsync();
        Assert.Equal("shop, public|a, b", await OnTargetAsync("SELECT current_setting('search_path'), current_setting('my.setting')"));
        Assert.Equal("shop owner|odd\"role", await OnTargetAsync("SELECT (SELECT tableowner FROM pg_tables WHERE tablename = 'customers'), (SELECT tableowner FROM pg_tables WHERE tablename = 'no_key')"));
        Assert.Equal("t|t", await OnTargetAsync("SELECT has_table_privilege('reader', 'shop.customers', 'SELECT'), has_database_privilege('reader', current_database(), 'CREATE')"));
        Assert.Equal("f|t", await OnTargetAsync("SELECT (SELECT bool_or(rolcanlogin) FROM pg_roles WHERE rolname IN ('reader', 'shop owner')), pg_has_role('odd\"role', 'reader', 'MEMBER')"));
        Assert.Equal("coffee", await OnTargetAsync("SELECT obj_description(770001, 'pg_largeobject')"));
    }

    [Fact]
    public async Task Restore_Done_LeavesStatisticsAndNextValues()
    {
        await MigrateAsync();
        Assert.Equal("0", await OnTargetAsync("SELECT count(*) FROM pg_class WHERE relname = 'customers' AND reltuples < 3000"));
        Assert.Equal("10000", await OnTargetAsync("INSERT INTO shop.customers (email) VALUES ('next') RETURNING id"));
    }

    [Fact]
    public async Task Restore_SourceWithoutPublicSchema_HasNone()
    {
        await OnSourceAsync("ALTER DATABASE " + $"\"{Database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" + " SET search_path = shop; CREATE SCHEMA ext; ALTER EXTENSION citext SET SCHEMA ext; ALTER EXTENSION pgcrypto SET SCHEMA ext; ALTER EXTENSION \"uuid-ossp\" SET SCHEMA ext; ALTER EXTENSION btree_gist SET SCHEMA ext; DROP SCHEMA public");
        await MigrateAsync();
        Assert.Equal("0", await OnTargetAsync("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'"));
        await Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience);
        Assert.True((await Adapter.CompareAsync(Component, null, Scope(), Patience)).IsEqual);
    }

    [Fact]
    public async Task Restore_TargetUserIsNoSuperuser_OwnsEverythingAndIsEqual()
    {
        await Servers.Target.PsqlAsync("postgres", "CREATE ROLE mover LOGIN CREATEDB CREATEROLE PASSWORD 'mover'");
        Component = Describe(Servers.Source.Url(Database), $"postgres://mover:mover@127.0.0.1:{Servers.Target.Port}/{Uri.EscapeDataString(Database)}");
        Assert.DoesNotContain(await Adapter.CheckReadinessAsync(Component, Scope(), Patience), finding => finding.IsBlocking);
        await MigrateAsync();
        Assert.Equal("mover|shop, public", await OnTargetAsync("SELECT (SELECT tableowner FROM pg_tables WHERE tablename = 'customers'), current_setting('search_path')"));
        Assert.True((await Adapter.CompareAsync(Component, null, Scope(), Patience)).IsEqual);
        await Adapter.RemoveTargetAsync(Component, Scope(), Patience);
    }

    [Fact]
    public async Task RemoveTarget_RolesMadeByUs_AreRemovedUnlessUsed()
    {
        await OnSourceAsync("DROP ROLE IF EXISTS lonely; CREATE ROLE lonely; CREATE TABLE shop.lonely (); ALTER TABLE shop.lonely OWNER TO lonely");
        await MigrateAsync();
        Assert.Equal("f", await OnTargetAsync("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'lonely'"));
        await Adapter.RemoveTargetAsync(Component, Scope(), Patience);
        Assert.Equal("0", await Servers.Target.PsqlAsync("postgres", "SELECT count(*) FROM pg_roles WHERE rolname = 'lonely'"));
    }

    // A kill between dropping the half-restored database and renaming its replacement; found by the crash drill.
    [Fact]
    public async Task Restore_KilledWhileRemaking_FindsTheReplacement()
    {
        await MigrateAsync();
        var database = Database.Replace("\"", "\"\"", StringComparison.Ordinal);
        var draft = $"{PostgreSql.Connections.JobName.Of(Scope(), Component)}_new";
        await Servers.Target.PsqlAsync("postgres", $"ALTER DATABASE \"{database}\" RENAME TO \"{draft}\"");
        await Adapter.RestoreAsync(Component, BackupFolder, Scope(), Patience);
        Assert.True((await Adapter.CompareAsync(Component, null, Scope(), Patience)).IsEqual);
        Assert.Equal("0", await Servers.Target.PsqlAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname = '{draft}'"));
    }

    [Fact]
    public async Task Restore_Progress_GrowsToItsTotal()
    {
        var reports = new List<Core.Ports.StepProgress>();
        var scope = Contracts.Data.TestScope.With(Scope(), reports.Add);
        await MigrateAsync(scope);
        var split = reports.FindIndex(1, report => report.Completed == 0);
        foreach (var part in new[] { reports[..split], reports[split..] })
        {
            Assert.Equal(part.Select(report => report.Completed).Order(), part.Select(report => report.Completed));
            Assert.Equal(part[^1].Total, part[^1].Completed);
        }
    }
}
