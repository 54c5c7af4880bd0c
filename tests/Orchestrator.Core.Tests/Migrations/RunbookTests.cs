using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class RunbookTests
{
    private static readonly MigrationPlan Holding = FakeWorld.Plan() with { OnFailure = FailurePolicy.Hold };

    [Theory]
    [InlineData(StepAction.Retry, MigrationState.CutOver)]
    [InlineData(StepAction.Skip, MigrationState.CutOver)]
    [InlineData(StepAction.Rollback, MigrationState.RolledBack)]
    public async Task Step_FailsAndHolds_DoesWhatTheOperatorDecides(StepAction action, MigrationState expected)
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("validate", times: 1);
        var held = await drill.StartAsync(Holding);
        Assert.Equal(MigrationState.OnHold, held.State);
        Assert.Equal(StepState.OnHold, held.Steps.Single(step => step.Name == "validate").State);

        await drill.Service.DecideStepAsync(held.Id, new(action) { Step = "validate", Comment = "looked at it" }, MigrationDrill.Operator);
        Assert.Equal(expected, (await drill.SettleAsync(held.Id)).State);
        if (expected == MigrationState.RolledBack)
            drill.World.RequireBackAtSource();
        else
            drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task Step_WorkGoesOnOutside_IsLookedAtAgainByDurableTimersAndCountsAsOneAttempt()
    {
        var drill = new MigrationDrill();
        var looks = WaitAt(drill, "provision", times: 3);
        var begun = drill.Time.GetUtcNow();

        var started = await drill.StartAsync(FakeWorld.Plan());
        var shown = started.Steps.Single(step => step.Name == "provision");
        Assert.Equal((StepState.Running, "The disk is made: look 1.", 1), (shown.State, shown.Summary, shown.Attempt));
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);

        Assert.Equal(4, looks());
        Assert.Equal(1, status.Steps.Single(step => step.Name == "provision").Attempt);
        Assert.True(drill.Time.GetUtcNow() - begun >= TimeSpan.FromMinutes(15));
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task Step_CancelledWhileWorkGoesOnOutside_IsUndone()
    {
        var drill = new MigrationDrill();
        WaitAt(drill, "provision", times: int.MaxValue);
        var started = await drill.StartAsync(FakeWorld.Plan());

        await drill.Service.CancelAsync(started.Id, null, MigrationDrill.Operator);

        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(started.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Undo_WorkGoesOnOutside_IsLookedAtAgain()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("check");
        var looks = WaitAt(drill, "remove-target", times: 3);
        var started = await drill.StartAsync(FakeWorld.Plan());

        Assert.Equal(MigrationState.RolledBack, (await drill.RunUntilAsync(started.Id)).State);
        Assert.Equal(4, looks());
        drill.World.RequireBackAtSource();
    }

    private static Func<int> WaitAt(MigrationDrill drill, string waiting, int times)
    {
        var looks = 0;
        drill.Faults.Before = (scope, _) => scope.Step == waiting && looks++ < times
            ? throw new Core.Ports.OperationPendingException($"The disk is made: look {looks}.", TimeSpan.FromMinutes(5))
            : Task.CompletedTask;
        return () => looks;
    }

    [Fact]
    public async Task DecideStepAsync_NothingHeld_IsRefused()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(Holding);
        await Assert.ThrowsAsync<MigrationConflictException>(() => drill.Service.DecideStepAsync(status.Id, new(StepAction.Retry), MigrationDrill.Operator));
    }

    [Fact]
    public async Task Undo_KeepsFailing_OthersRunAndAnOperatorIsAsked()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("check").Fail("remove-target", times: 2);
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.NeedsOperator);

        Assert.Equal(MigrationState.NeedsOperator, status.State);
        Assert.Equal(StepState.UndoFailed, status.Steps.Single(step => step.Name == "provision").State);
        Assert.Equal(Core.Ports.ComputeState.Running, drill.World.Source);
        Assert.False(drill.World.Traffic.IsHeld);

        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Retry), MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.RunUntilAsync(status.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Undo_OperatorLeavesIt_EndsAsNeedsOperator()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("check").Fail("remove-target");
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.NeedsOperator);
        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Skip), MigrationDrill.Operator);

        Assert.Equal(MigrationState.NeedsOperator, (await drill.SettleAsync(status.Id)).State);
        Assert.Equal(Core.Durability.OrchestrationState.Failed, (await drill.Host.FindAsync(status.Id))!.State);
    }

    [Fact]
    public async Task Undo_SourceDoesNotStart_UsersAreNotSentThere()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("check");
        drill.Faults.Before = (scope, _) => scope.Step == "start-source"
            ? throw new Core.Ports.AdapterException("no power", "source", "Plug it in", isTransient: false)
            : Task.CompletedTask;
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.NeedsOperator);
        Assert.Equal(["hold", "stop"], status.Steps.Where(step => step.State == StepState.UndoFailed).Select(step => step.Name));
        drill.World.RequireNoViolation();

        drill.Faults.Before = (_, _) => Task.CompletedTask;
        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Retry), MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.RunUntilAsync(status.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Cancel_InTheMiddleOfAStep_StopsItAndUndoes()
    {
        var drill = new MigrationDrill();
        var entered = new TaskCompletionSource();
        drill.Faults.Before = async (scope, cancellation) =>
        {
            if (scope.Step != "restore")
                return;
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var started = await drill.Service.StartAsync(new(FakeWorld.Plan()), MigrationDrill.Operator);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await drill.Service.CancelAsync(started.Id, "wrong night", MigrationDrill.Operator);
        drill.Time.Advance(TimeSpan.FromSeconds(2));

        var status = await drill.RunUntilAsync(started.Id);
        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains("olga cancelled it: wrong night", status.Error);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Cancel_AtAGate_Undoes()
    {
        var drill = new MigrationDrill();
        var waiting = await drill.StartAsync(FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [Gates.Start] = new() } });
        await drill.Service.CancelAsync(waiting.Id, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(waiting.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task Pause_ThenResume_GoesOn()
    {
        var drill = new MigrationDrill();
        var waiting = await drill.StartAsync(FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [Gates.Start] = new() } });
        await drill.Service.PauseAsync(waiting.Id, "lunch", MigrationDrill.Operator);
        Assert.Equal(MigrationState.Paused, (await drill.SettleAsync(waiting.Id)).State);
        await drill.Service.ResumeAsync(waiting.Id, null, MigrationDrill.Operator);
        await drill.Service.DecideGateAsync((await drill.SettleAsync(waiting.Id)).Id, Gates.Start, new(true), MigrationDrill.Approver);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(waiting.Id)).State);
    }

    [Fact]
    public async Task Start_SameWorkloadTwice_IsRefusedUntilTheFirstHasEnded()
    {
        var drill = new MigrationDrill();
        var first = await drill.StartAsync(FakeWorld.Plan());
        await Assert.ThrowsAsync<MigrationConflictException>(() => drill.StartAsync(FakeWorld.Plan()));
        await drill.Service.RollBackAsync(first.Id, acceptLoss: false, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(first.Id)).State);
        drill.World.TargetRows = null;
        Assert.Equal(MigrationState.CutOver, (await drill.StartAsync(FakeWorld.Plan())).State);
    }

    [Fact]
    public async Task Start_SameKey_StartsOnceAndRefusesAnotherPlan()
    {
        var drill = new MigrationDrill();
        var request = new StartMigration(FakeWorld.Plan()) { IdempotencyKey = "ticket-7" };
        var first = await drill.Service.StartAsync(request, MigrationDrill.Operator);
        var second = await drill.Service.StartAsync(request, MigrationDrill.Operator);
        Assert.Equal((first.Id, true, false), (second.Id, first.IsNew, second.IsNew));
        await Assert.ThrowsAsync<MigrationConflictException>(
            () => drill.Service.StartAsync(request with { Rehearsal = true }, MigrationDrill.Operator));
    }
}
