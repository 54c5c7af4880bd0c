using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class StaleDecisionTests
{
    [Fact]
    public async Task Skip_AskedByTwoPeople_DoesNotSkipTheNextStepThatFails()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("backup", times: 1).Fail("validate");
        var held = await drill.StartAsync(FakeWorld.Plan() with { OnFailure = FailurePolicy.Hold });
        var second = new MigrationRequest("second", RequestKind.Skip, "otto", drill.Time.GetUtcNow()) { Revision = held.Revision };
        await drill.Ledger.AppendAsync(new(held.Id, second.Id, MigrationRequest.EntryKind, second.At, second.By, "skip") { DataJson = DurableJson.Write(second) });
        await drill.Service.DecideStepAsync(held.Id, new(StepAction.Skip), MigrationDrill.Operator);
        var status = await drill.SettleAsync(held.Id);
        Assert.Equal(MigrationState.OnHold, status.State);
        Assert.Equal(StepState.OnHold, status.Steps.Single(step => step.Name == "validate").State);
    }

    [Fact]
    public async Task Status_EveryTextIsHuge_UndosStillRun()
    {
        var drill = new MigrationDrill();
        var huge = new string('\u0001', 4_000);
        drill.Faults.Before = (scope, _) => scope.Step is "check" or "stop-target" or "remove-target" or "start-source" or "release"
            ? throw new Core.Ports.AdapterException(huge, "everything", huge, isTransient: false)
            : Task.CompletedTask;
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.NeedsOperator);

        drill.Faults.Before = (_, _) => Task.CompletedTask;
        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Retry), MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.RunUntilAsync(status.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Audit_RolledBack_TellsEveryStepUndoAndTurn()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("validate");
        var status = await drill.StartAsync(FakeWorld.Plan());
        var audit = await drill.Service.GetAuditAsync(status.Id);

        Assert.Contains(audit, entry => entry.Kind == "step" && entry.Text.StartsWith("'backup' is done", StringComparison.Ordinal));
        Assert.Contains(audit, entry => entry.Kind == "step" && entry.Text.StartsWith("'validate' failed", StringComparison.Ordinal));
        Assert.Contains(audit, entry => entry.Kind == "undo" && entry.Text.StartsWith("'start-source' is done", StringComparison.Ordinal));
        Assert.Contains(audit, entry => entry.Kind == "state" && entry.Text.Contains("rolled back", StringComparison.Ordinal));
    }
}
