using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Readiness;

public sealed class ReadinessTests(ServerPair servers) : PostgreSqlTest(servers)
{
    [Theory]
    [InlineData(15, 14, 15, "a dump cannot go back")]
    [InlineData(11, 15, 15, "too old")]
    [InlineData(17, 17, null, "not installed")]
    [InlineData(15, 16, 17, "newer than the target's")]
    public void Compare_VersionsThatDoNotFit_IsBlocking(int source, int target, int? tools, string problem) =>
        Assert.Contains(VersionChecks.Compare(source, target, tools), finding => finding.IsBlocking && finding.Problem.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData(12, 12, 15)]
    [InlineData(15, 17, 15)]
    public void Compare_VersionsThatFit_FindsNothingElse(int source, int target, int tools) =>
        Assert.DoesNotContain(VersionChecks.Compare(source, target, tools), finding => finding.Problem.Contains("go back", StringComparison.Ordinal));

    [Theory]
    [InlineData(100, 100, 0, false)]
    [InlineData(100, 50, 1, false)]
    [InlineData(100, 4, 1, true)]
    public void Compare_Space_BlocksOnlyWhatCannotFit(long dataBytes, long freeBytes, int count, bool isBlocking)
    {
        var findings = SpaceChecks.Compare("/x", dataBytes, freeBytes).ToList();
        Assert.Equal(count, findings.Count);
        Assert.All(findings, finding => Assert.Equal(isBlocking, finding.IsBlocking));
    }

    [Fact]
    public async Task CheckReadiness_ExtensionMissingOnTarget_IsBlockingWithPackage()
    {
        await OnSourceAsync("INSERT INTO pg_extension SELECT 99999, 'post_gis', 10, 2200, false, '3.3', NULL, NULL");
        var finding = await FindAsync("extension post_gis 3.3 is not available");
        Assert.True(finding.IsBlocking);
        Assert.Contains("apt-get install postgresql-15-post-gis", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadiness_SourceUserMayNotRead_NamesTablesAndGrants()
    {
        await UseWeakUserOnSourceAsync();
        var finding = await FindAsync("the user may not read:");
        Assert.True(finding.IsBlocking);
        Assert.Contains("pg_read_all_data", finding.Remedy, StringComparison.Ordinal);
        Assert.True((await FindAsync("row-level security hides rows of: shop.parent")).IsBlocking);
        Assert.True((await FindAsync("large objects: 770001")).IsBlocking);
    }

    [Fact]
    public async Task CheckReadiness_TargetUserMayNotCreate_SaysHowToGrant()
    {
        await Servers.Target.PsqlAsync("postgres", "DROP ROLE IF EXISTS weak; CREATE ROLE weak LOGIN PASSWORD 'weak'");
        Component = Describe(Servers.Source.Url(Database), $"postgres://weak:weak@127.0.0.1:{Servers.Target.Port}/{Uri.EscapeDataString(Database)}");
        Assert.Equal("ALTER ROLE \"weak\" CREATEDB", (await FindAsync("weak may not make the database")).Remedy);
        Assert.False((await FindAsync("everything will belong to weak")).IsBlocking);
    }

    [Fact]
    public async Task CheckReadiness_PreparedTransaction_IsFound()
    {
        await OnSourceAsync("BEGIN; INSERT INTO shop.empty VALUES (5); PREPARE TRANSACTION 'forgotten'");
        Assert.Contains("forgotten", (await FindAsync("transactions are prepared")).Problem, StringComparison.Ordinal);
        await OnSourceAsync("ROLLBACK PREPARED 'forgotten'");
    }

    [Fact]
    public async Task CheckReadiness_EmptyTargetOfOtherEncoding_IsBlocking()
    {
        await Servers.Target.PsqlAsync("postgres", $"CREATE DATABASE \"{Database.Replace("\"", "\"\"", StringComparison.Ordinal)}\" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
        Assert.True((await FindAsync("has the encoding SQL_ASCII and the source UTF8")).IsBlocking);
    }

    private async Task<Finding> FindAsync(string problem)
    {
        var findings = await Adapter.CheckReadinessAsync(Component, Scope("assess"), Patience);
        return Assert.Single(findings, finding => finding.Problem.Contains(problem, StringComparison.Ordinal));
    }

    private async Task UseWeakUserOnSourceAsync()
    {
        await Servers.Source.PsqlAsync("postgres", "DROP ROLE IF EXISTS weak; CREATE ROLE weak LOGIN PASSWORD 'weak'");
        Component = Describe($"postgres://weak:weak@127.0.0.1:{Servers.Source.Port}/{Uri.EscapeDataString(Database)}", Servers.Target.Url(Database));
    }
}
