using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.PostgreSql.Tests.Readiness;

public sealed class SyncReadinessTests(ServerPair servers) : PostgreSqlTest(servers)
{
    [Fact]
    public async Task CheckSyncReadiness_NothingInTheWay_OnlyRemarks()
    {
        await OnSourceAsync("CREATE TABLE shop.logs (entry json)");
        var findings = await CheckAsync(isReverseWanted: true);
        Assert.DoesNotContain(findings, finding => finding.IsBlocking);
        foreach (var remark in new[] { "tables without a key", "shop.logs cannot be followed", "unlogged tables", "materialized views", "large objects" })
            Assert.Contains(findings, finding => finding.Problem.Contains(remark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckSyncReadiness_LogOfNeitherSideCanBeDecoded_SaysHowToMendIt()
    {
        await using var plain = await PostgreSqlServer.StartAsync(null, "wal_level=replica");
        Component = Describe(plain.Url(), plain.Url("copy"));
        var wanted = await CheckAsync(isReverseWanted: true);
        Assert.Equal(2, wanted.Count(finding => finding.IsBlocking && finding.Problem.StartsWith("wal_level is replica", StringComparison.Ordinal)));
        Assert.Contains(wanted, finding => finding.Remedy.StartsWith("ALTER SYSTEM SET wal_level = 'logical'", StringComparison.Ordinal));
        Assert.Single(await CheckAsync(isReverseWanted: false), finding => finding.Problem.StartsWith("wal_level", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckSyncReadiness_NothingFree_NamesEachSetting()
    {
        await using var full = await PostgreSqlServer.StartAsync(null, "max_replication_slots=1", "max_wal_senders=0", "max_logical_replication_workers=0");
        Component = Describe(full.Url(), full.Url("copy"));
        var findings = await CheckAsync(isReverseWanted: false);
        foreach (var setting in new[] { "max_replication_slots", "max_wal_senders", "max_logical_replication_workers" })
            Assert.Contains(findings, finding => finding.IsBlocking && finding.Remedy.Contains($"ALTER SYSTEM SET {setting}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckSyncReadiness_UserWithoutRights_SaysWhatToGrant()
    {
        await Servers.Source.PsqlAsync("postgres", "DROP ROLE IF EXISTS follower; CREATE ROLE follower LOGIN PASSWORD 'hidden'");
        Component = Describe($"postgres://follower:hidden@127.0.0.1:{Servers.Source.Port}/{Uri.EscapeDataString(Database)}", Servers.Target.Url(Database));
        var findings = await CheckAsync(isReverseWanted: true);
        Assert.Contains(findings, finding => finding.IsBlocking && finding.Remedy == "ALTER ROLE \"follower\" REPLICATION");
        Assert.Contains(findings, finding => finding.IsBlocking && finding.Problem == "follower may not make a subscription");
        Assert.Contains(findings, finding => finding.IsBlocking && finding.Problem.StartsWith("only the owner of a table can publish it", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => $"{finding}".Contains("hidden", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<Finding>> CheckAsync(bool isReverseWanted)
    {
        var scope = Scope("assess");
        var plan = new MigrationPlan { Version = 1, Name = "workload", Data = [Component], Fallback = new FallbackPlan { ReverseSync = isReverseWanted } };
        return Adapter.CheckSyncReadinessAsync(Component, new StepScope
        {
            MigrationId = scope.MigrationId,
            Step = scope.Step,
            Plan = plan,
            WorkFolder = scope.WorkFolder,
            Progress = scope.Progress,
            Secrets = scope.Secrets,
            Expander = scope.Expander,
        }, Patience);
    }
}
