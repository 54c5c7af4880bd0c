using System.Globalization;
using Orchestrator.Core.Migrations;
using Orchestrator.Demo;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>Online migrations of a real workload on real components.</summary>
public sealed class OnlineMigrationTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const int Seed = 20261205;
    private const int Kills = 3;

    private const string LeftOver = """
        select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication) + (select count(*) from pg_subscription)
            + (select count(*) from pg_namespace where nspname like 'orchestrator%') + (select count(*) from pg_class where relreplident = 'f')
        """;

    private const string Notes = "select count(*) || md5(string_agg(md5(note), '' order by order_id)) from orders";

    public Task InitializeAsync()
    {
        site.Demo.PlanName = "orders-online.yaml";
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await site.Demo.Server.KillAsync();

    [Fact]
    public async Task Run_CutoverRejected_LeavesTheSourceAsItWas()
    {
        var before = await Site.CountOrdersAsync(site.Demo.Source);
        await site.Demo.StartServerAsync(WithAdminAsApprover);
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

    [Fact]
    public async Task Run_SecondMigrationOfTheSameDatabase_IsRefusedAndTheFirstGoesThereAndBack()
    {
        await site.Demo.StartServerAsync(WithAdminAsApprover);
        var first = await site.StartAsync();
        var evidence = (await site.WaitForAsync(first, MigrationState.WaitingForApproval)).WaitingFor!.EvidenceHash;
        var second = await site.StartAsync(change: plan => plan.Replace("name: orders\n", "name: invoices\n", StringComparison.Ordinal));
        var refused = await site.WaitForAsync(second, MigrationState.RolledBack);
        Assert.Contains($"migration {first}/db follows its changes already", refused.Error);
        Assert.Contains($"belongs to migration {first}/db", refused.Error);
        Assert.DoesNotContain(refused.Steps, step => step is { Name: "provision", State: not StepState.Pending });

        Assert.Equal(evidence, (await site.StatusAsync(first)).WaitingFor!.EvidenceHash);
        await site.CommandAsync(first, "approvals/cutover", new { decision = "approve", comment = "still good" });
        await site.WaitForAsync(first, MigrationState.CutOver);
        await site.RequireAtTargetAsync();
        await site.CommandAsync(first, "rollback");
        await site.WaitForAsync(first, MigrationState.RolledBack);
        await site.EmptyTargetAsync();
        await site.RequireBackAtSourceAsync();
    }

    /// <summary>With <c>ORCHESTRATOR_TEST_CHURN_MB=1024</c> it is a gigabyte.</summary>
    [Fact]
    public async Task Run_MuchChangesBetweenApprovalAndCutover_ArrivesAndIsProven()
    {
        var sizeMegabytes = int.Parse(Environment.GetEnvironmentVariable("ORCHESTRATOR_TEST_CHURN_MB") ?? "64", CultureInfo.InvariantCulture);
        await site.Demo.StartServerAsync(WithAdminAsApprover);
        var id = await site.StartAsync();
        await site.WaitForAsync(id, MigrationState.WaitingForApproval);
        await site.CommandAsync(id, "pause");
        await site.WaitForAsync(id, MigrationState.Paused);
        await site.CommandAsync(id, "approvals/cutover", new { decision = "approve", comment = "go on when it is resumed" });

        await ChurnAsync(sizeMegabytes);
        await site.CommandAsync(id, "resume");
        await site.WaitForAsync(id, MigrationState.CutOver);

        await site.RequireAtTargetAsync();
        Assert.Equal(await site.Demo.Source.PsqlAsync("orders", Notes), await site.Demo.Target.PsqlAsync("orders", Notes));
        await site.CommandAsync(id, "rollback");
        await site.WaitForAsync(id, MigrationState.RolledBack);
        await site.EmptyTargetAsync();
    }

    /// <summary>A longer run is <c>./run bench crash online</c>.</summary>
    [Fact]
    public async Task Run_KilledAtRandomMoments_LosesNothing()
    {
        var report = await OnlineCrashDrill.RunAsync(site.Demo, Kills, Seed, CancellationToken.None);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(Kills, report.Kills);
        Assert.True(report.Acknowledged > 0, "The clients wrote nothing.");
    }

    // Text that does not compress, all of it in one transaction: 32 bytes a piece.
    private Task<string> ChurnAsync(int sizeMegabytes) => site.Demo.Source.PsqlAsync("orders", $"""
        update orders o set note = (
            select string_agg(md5(o.order_id || '-' || piece || random()), '')
            from generate_series(1, {sizeMegabytes} * 32768 / (select count(*) from orders)) piece)
        """);

    private static string WithAdminAsApprover(string plan) =>
        plan.Replace("[ approver ]", "[ admin ]", StringComparison.Ordinal).Replace(", notByStarter: true", "", StringComparison.Ordinal);
}
