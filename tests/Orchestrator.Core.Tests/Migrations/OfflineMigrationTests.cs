using System.Text;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Tests.Migrations.Approved;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class OfflineMigrationTests
{
    private static readonly string[] StepNames = [.. Runbook.List(OfflineMigration.Flow).Select(step => step.Name)];

    public static TheoryData<string> EveryStep => [.. StepNames];

    [Fact]
    public async Task Run_NothingFails_EndsAtTarget()
    {
        var drill = new MigrationDrill();
        var cutOver = await drill.StartAsync(FakeWorld.Plan());
        Assert.Equal(MigrationState.CutOver, cutOver.State);
        drill.World.RequireAtTarget();

        var done = await drill.RunUntilAsync(cutOver.Id);
        Assert.Equal(MigrationState.Completed, done.State);
        Assert.All(done.Steps, step => Assert.Equal(StepState.Completed, step.State));
        Assert.NotNull(done.Downtime);
        drill.World.RequireAtTarget();
        Assert.Equal(Core.Durability.OrchestrationState.Completed, (await drill.Host.FindAsync(done.Id))!.State);
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Run_StepFailsForGood_EndsBackAtSource(string step)
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail(step);
        var status = await drill.StartAsync(FakeWorld.Plan());

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Equal(StepState.Failed, OfFailed(status, step).State is StepState.Undone ? StepState.Failed : OfFailed(status, step).State);
        drill.World.RequireBackAtSource();
        Assert.Equal(Core.Durability.OrchestrationState.Failed, (await drill.Host.FindAsync(status.Id))!.State);
    }

    [Fact]
    public async Task Run_EachOutcome_RunsStepsInTheApprovedOrder()
    {
        var text = new StringBuilder();
        foreach (var step in (string[])["", .. StepNames])
        {
            var drill = new MigrationDrill();
            drill.Faults.Fail(step);
            var status = await drill.StartAsync(FakeWorld.Plan());
            text.Append(step.Length == 0 ? "nothing fails" : $"{step} fails").Append(": ")
                .AppendJoin(" > ", drill.Faults.Order).Append(" => ").Append(status.State).Append('\n');
        }

        Approve.Text("OfflineMigration", text.ToString());
    }

    [Fact]
    public async Task Run_TransientErrors_AreTriedAgain()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("transfer", times: 2, isTransient: true);
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);

        Assert.Equal(3, OfFailed(status, "transfer").Attempt);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task Run_Rehearsal_TouchesNobodyAndCleansUp()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(FakeWorld.Plan() with { Approvals = new Dictionary<string, Core.Plans.ApprovalGate> { ["cutover"] = new() } }, rehearsal: true);

        Assert.Equal(MigrationState.Completed, status.State);
        drill.World.RequireBackAtSource();
        Assert.Equal(["hold", "stop", "redirect", "confirm"], status.Steps.Where(step => step.State == StepState.Skipped).Select(step => step.Name));
        Assert.Contains("validate", await drill.Ledger.ReadDocumentAsync("workload:orders", MigrationDocuments.Durations));
    }

    [Fact]
    public void List_Flow_MatchesTheApprovedRunbook() => Approve.Text(
        "Runbook", string.Concat(Runbook.List(OfflineMigration.Flow).Select(step => $"{step.Name}: {step.Title}{(step.Undoes is null ? "" : $" | undo: {step.Undoes}")}\n")));

    private static StepStatus OfFailed(MigrationStatus status, string step) => status.Steps.Single(shown => shown.Name == step);
}
