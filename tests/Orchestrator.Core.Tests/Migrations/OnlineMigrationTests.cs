using System.Text;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Tests.Migrations.Approved;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class OnlineMigrationTests
{
    private static readonly string[] StepNames = [.. Runbook.List(OnlineMigration.Flow).Select(step => step.Name).Where(name => name != "sync")];

    public static TheoryData<string> EveryStep => [.. StepNames.Where(name => name != "retire-source")];

    public static MigrationPlan Plan() => FakeWorld.Plan() with
    {
        Strategy = MigrationStrategy.Online,
        Downtime = new() { Tolerance = TimeSpan.FromSeconds(10) },
        Fallback = new() { KeepFor = TimeSpan.FromMinutes(5), ReverseSync = true },
    };

    [Fact]
    public async Task Run_NothingFails_EndsAtTarget()
    {
        var drill = new MigrationDrill();
        var cutOver = await drill.StartAsync(Plan());
        Assert.Equal(MigrationState.CutOver, cutOver.State);
        Assert.True(cutOver.WayBack!.IsOpen);
        drill.World.RequireAtTarget();

        var done = await drill.RunUntilAsync(cutOver.Id);
        Assert.Equal(MigrationState.Completed, done.State);
        Assert.All(done.Steps, step => Assert.Equal(StepState.Completed, step.State));
        Assert.NotNull(done.Downtime);
        Assert.Empty(drill.World.Syncs);
        drill.World.RequireAtTarget();
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Run_StepFailsForGood_EndsBackAtSource(string step)
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail(step);
        var status = await drill.StartAsync(Plan());

        Assert.Equal(MigrationState.RolledBack, status.State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Run_SourceCannotBeRetired_LeavesUsersWhereTheyAreAndAsksAnOperator()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("retire-source", times: 1);
        var held = await drill.StartAsync(Plan());
        Assert.Equal(MigrationState.OnHold, held.State);
        Assert.Equal(Ports.Side.Target, held.Traffic);
        Assert.True(drill.World.Write("on the target"));

        await drill.Service.DecideStepAsync(held.Id, new(StepAction.Retry), MigrationDrill.Operator);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(held.Id)).State);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task Run_EachOutcome_RunsStepsInTheApprovedOrder()
    {
        var text = new StringBuilder();
        foreach (var step in (string[])["", .. StepNames])
        {
            var drill = new MigrationDrill();
            drill.Faults.Fail(step);
            var status = await drill.StartAsync(Plan());
            text.Append(step.Length == 0 ? "nothing fails" : $"{step} fails").Append(": ")
                .AppendJoin(" > ", drill.Faults.Order).Append(" => ").Append(status.State).Append('\n');
        }

        Approve.Text("OnlineMigration", text.ToString());
    }

    [Fact]
    public async Task Run_Rehearsal_FreezesNobodyAndCleansUp()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(Plan() with { Approvals = new Dictionary<string, ApprovalGate> { ["cutover"] = new() } }, rehearsal: true);

        Assert.Equal(MigrationState.Completed, status.State);
        Assert.DoesNotContain("freeze", drill.Faults.Order);
        Assert.Null(status.Downtime);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Run_CheckDoesNotHoldAheadOfTheFreeze_IsToldAndCountsInTheFreezeOnly()
    {
        var drill = new MigrationDrill();
        drill.World.FailingChecks.Enqueue("3 orders instead of 4");

        var status = await drill.StartAsync(Plan());

        Assert.Equal(MigrationState.CutOver, status.State);
        Assert.EndsWith("0 of 1 check(s) hold already; not yet: 'health'.", status.Steps.Single(step => step.Name == "prepare-freeze").Summary);
        Assert.Equal("1 check(s) hold.", status.Steps.Single(step => step.Name == "check").Summary);
    }

    [Fact]
    public async Task Run_DataCannotRefuseWrites_StopsTheWorkloadInTheFreeze()
    {
        var drill = new MigrationDrill { World = { CanRefuseWrites = false } };
        drill.Faults.Before = (scope, _) =>
        {
            if (scope.Step == "final-sync")
                Assert.Equal(Ports.ComputeState.Stopped, drill.World.Source);
            return Task.CompletedTask;
        };
        Assert.Equal(MigrationState.CutOver, (await drill.StartAsync(Plan())).State);
        Assert.Contains("final-sync", drill.Faults.Order);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public void List_Flow_MatchesTheApprovedRunbook() => Approve.Text(
        "OnlineRunbook", string.Concat(Runbook.List(OnlineMigration.Flow).Select(step => $"{step.Name}: {step.Title}{(step.Undoes is null ? "" : $" | undo: {step.Undoes}")}\n")));
}
