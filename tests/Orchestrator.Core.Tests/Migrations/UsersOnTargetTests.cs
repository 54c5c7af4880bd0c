using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Migrations;

/// <summary>What users wrote on the target is never taken from them without their operator's word.</summary>
public sealed class UsersOnTargetTests
{
    [Theory]
    [InlineData("redirect")]
    [InlineData("confirm")]
    public async Task Step_FailsAfterUsersWroteToTheTarget_KeepsThemThere(string step)
    {
        var (drill, status) = await FailAfterAWriteAsync(step);
        Assert.Equal(MigrationState.CutOver, status.State);
        Assert.Equal(Side.Target, status.Traffic);
        Assert.Contains($"'{step}'", status.Error);
        drill.World.RequireAtTarget();

        await drill.Service.FinalizeAsync(status.Id, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.Completed, (await drill.SettleAsync(status.Id)).State);
        Assert.Contains("four", drill.World.TargetRows!);
    }

    [Fact]
    public async Task RollBack_AfterAFailedConfirm_LossAccepted_KeepsTheTargetsData()
    {
        var (drill, status) = await FailAfterAWriteAsync("confirm");
        await drill.Service.RollBackAsync(status.Id, acceptLoss: true, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(status.Id)).State);
        Assert.Equal(ComputeState.Running, drill.World.Source);
        Assert.Contains("four", drill.World.TargetRows!);
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task Redirect_FailsBeforeUsersAreSent_GoesBackThoughTheTargetWrote()
    {
        var drill = new MigrationDrill();
        drill.Faults.Before = (scope, _) => scope.Step == "redirect" ? throw Broken() : Task.CompletedTask;
        drill.Faults.After = scope =>
        {
            if (scope.Step == "start")
                drill.World.TargetRows!.Add("written when it started");
        };
        var status = await drill.StartAsync(FakeWorld.Plan());
        Assert.Equal(MigrationState.RolledBack, status.State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task RollBack_KilledAfterTheTargetWasStopped_ServesAgainWhenRefused()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(FakeWorld.Plan());
        drill.World.TargetRows!.Add("four");
        drill.World.Traffic = new(Side.Target, IsHeld: true);
        drill.World.Target = ComputeState.Stopped;

        await drill.Service.RollBackAsync(status.Id, acceptLoss: false, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(status.Id)).State);
        drill.World.RequireAtTarget();
    }

    private static async Task<(MigrationDrill Drill, MigrationStatus Status)> FailAfterAWriteAsync(string step)
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail(step);
        drill.Faults.After = scope =>
        {
            if (scope.Step == "redirect")
                drill.World.TargetRows!.Add("four");
        };
        return (drill, await drill.StartAsync(FakeWorld.Plan()));
    }

    private static AdapterException Broken() => new("it is broken", "router", "Mend it", isTransient: false);
}
