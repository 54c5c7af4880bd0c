using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Core.Tests.Migrations;

namespace Orchestrator.Core.Tests.Issues;

/// <summary>What a review of online migrations found.</summary>
public sealed class Issue3Tests
{
    [Fact]
    public async Task MaintainSync_ToldToStopInItsLastPause_DoesNotGoOn()
    {
        for (var look = 95; look < 105; look++)
        {
            var drill = new MigrationDrill();
            var plan = OnlineMigrationTests.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { ["cutover"] = new() } };
            var waiting = await drill.StartAsync(plan);
            while (drill.World.Looks < look)
            {
                drill.Time.AdvanceToNextTimer();
                await drill.SettleAsync(waiting.Id);
            }

            await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), MigrationDrill.Approver);
            Assert.Equal((look, MigrationState.CutOver), (look, (await drill.SettleAsync(waiting.Id)).State));
        }
    }

    [Fact]
    public async Task Finalize_SourceIsGoneAndItsUndosAreLeftOut_Completes()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        drill.Faults.Fail("remove-sync");
        await drill.Service.FinalizeAsync(status.Id, null, MigrationDrill.Operator);
        status = await drill.RunUntilAsync(status.Id, MigrationState.NeedsOperator);
        Assert.Equal(MigrationState.NeedsOperator, status.State);
        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Skip), MigrationDrill.Operator);
        Assert.Equal(MigrationState.Completed, (await drill.SettleAsync(status.Id)).State);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("redirect")]
    [InlineData("confirm")]
    public async Task Cancel_WhenUsersMayBeAtTheTarget_GoesBackWithEverything(string step)
    {
        var drill = new MigrationDrill();
        drill.Faults.After = scope =>
        {
            if (scope.Step != step)
                return;
            drill.World.Write("on the target");
            drill.Service.CancelAsync(scope.MigrationId, null, MigrationDrill.Operator).GetAwaiter().GetResult();
        };
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Equal((null, MigrationState.RolledBack), (status.State == MigrationState.RolledBack ? null : status.Error, status.State));
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task RollBack_HeldStepAndAnUndoThatFails_AsksAnOperator()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("retire-source").Fail("prove-target-freeze", times: 1).Fail("release-target", times: 2);
        var held = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Equal(MigrationState.OnHold, held.State);
        await drill.Service.RollBackAsync(held.Id, acceptLoss: false, null, MigrationDrill.Operator);
        var asks = await drill.RunUntilAsync(held.Id, MigrationState.NeedsOperator);
        Assert.Equal(MigrationState.NeedsOperator, asks.State);
        await drill.Service.DecideStepAsync(held.Id, new(StepAction.Retry), MigrationDrill.Operator);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(held.Id)).State);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("redirect")]
    public async Task Run_FailsBeforeUsersAreSentAndNobodyCanGoBack_LetsThemReachTheTarget(string step)
    {
        var drill = new MigrationDrill();
        var isBroken = true;
        drill.Faults.Before = (scope, _) => isBroken && (scope.Step == step || scope.Step == "prepare-way-back")
            ? throw new AdapterException("it does not answer", "gateway", "Start it", isTransient: false)
            : Task.CompletedTask;
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        isBroken = false;
        status = await drill.RunUntilAsync(status.Id, MigrationState.CutOver);
        Assert.Equal((MigrationState.CutOver, Side.Target), (status.State, status.Traffic));
        Assert.Equal(new TrafficState(Side.Target, IsHeld: false), drill.World.Traffic);
        Assert.True(drill.World.Write("on the target"));
    }

    [Fact]
    public async Task RollBack_UndoOfTheWayBackIsLeftOut_CanBeAskedAgain()
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail("prove-target-freeze", times: 1).Fail("stop", times: 2);
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        await drill.Service.RollBackAsync(status.Id, acceptLoss: false, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.NeedsOperator, (await drill.RunUntilAsync(status.Id, MigrationState.NeedsOperator)).State);
        await drill.Service.DecideStepAsync(status.Id, new(StepAction.Skip), MigrationDrill.Operator);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(status.Id)).State);
        await drill.Service.RollBackAsync(status.Id, acceptLoss: false, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(status.Id)).State);
    }

    [Fact]
    public async Task RollBack_TargetCannotBeRead_LossAccepted_GoesBack()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        drill.World.Outage = new("it does not answer", "database orders", "Start it", isTransient: true);
        drill.Faults.Fail("prepare-way-back");
        await drill.Service.RollBackAsync(status.Id, acceptLoss: true, null, MigrationDrill.Operator);
        status = await drill.RunUntilAsync(status.Id, MigrationState.RolledBack);
        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains("it does not answer", status.Error);
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task Pause_UsersWaitForTheFreeze_IsRefused()
    {
        var drill = new MigrationDrill();
        MigrationConflictException? refused = null;
        drill.Faults.Before = async (scope, _) =>
        {
            if (scope.Step == "final-sync")
                refused = await Assert.ThrowsAsync<MigrationConflictException>(() => drill.Service.PauseAsync(scope.MigrationId, null, MigrationDrill.Operator));
        };
        Assert.Equal(MigrationState.CutOver, (await drill.StartAsync(OnlineMigrationTests.Plan())).State);
        Assert.NotNull(refused);
    }
}
