using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>Online migrations of a real workload on real components.</summary>
public sealed class OnlineMigrationTests(Site site) : IClassFixture<Site>
{
    private const int Seed = 20261205;
    private const int Kills = 3;

    private const string LeftOver = """
        select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication) + (select count(*) from pg_subscription)
            + (select count(*) from pg_namespace where nspname like 'orchestrator%') + (select count(*) from pg_class where relreplident = 'f')
        """;

    [Fact]
    public async Task Run_CutoverRejected_LeavesTheSourceAsItWas()
    {
        site.Demo.PlanName = "orders-online.yaml";
        var before = await Site.CountOrdersAsync(site.Demo.Source);
        await site.Demo.StartServerAsync(plan => plan.Replace("[ approver ]", "[ admin ]", StringComparison.Ordinal).Replace(", notByStarter: true", "", StringComparison.Ordinal));
        try
        {
            var id = await site.StartAsync();
            var waiting = await site.WaitForAsync(id, MigrationState.WaitingForApproval);
            Assert.True(waiting.Sync is { IsProven: true, TotalCount: > 0 });
            await site.CommandAsync(id, "approvals/cutover", new { decision = "reject", comment = "not today" });
            Assert.Contains("not today", (await site.WaitForAsync(id, MigrationState.RolledBack)).Error);

            await site.RequireBackAtSourceAsync();
            Assert.Equal(before, await Site.CountOrdersAsync(site.Demo.Source));
            Assert.Equal("0", await site.Demo.Source.PsqlAsync("orders", LeftOver));
            Assert.Equal("0", await site.Demo.Target.PsqlAsync("postgres", LeftOver));
        }
        finally
        {
            await site.Demo.Server.KillAsync();
        }
    }

    /// <summary>A longer run is <c>./run bench crash online</c>.</summary>
    [Fact]
    public async Task Run_KilledAtRandomMoments_LosesNothing()
    {
        var report = await OnlineCrashDrill.RunAsync(site.Demo, Kills, Seed, CancellationToken.None);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(Kills, report.Kills);
        Assert.True(report.Acknowledged > 0, "The clients wrote nothing.");
        await site.Demo.Server.KillAsync();
    }
}
