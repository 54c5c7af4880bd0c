using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class FallbackWindowTests
{
    [Fact]
    public async Task RollBack_NothingWritten_GoesBackAndKeepsTheTarget()
    {
        var (drill, id) = await CutOverAsync();
        await drill.Service.RollBackAsync(id, acceptLoss: false, "slow queries", MigrationDrill.Operator);
        var status = await drill.SettleAsync(id);

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Equal(Core.Ports.Side.Source, status.Traffic);
        Assert.NotNull(drill.World.TargetRows);
        drill.World.TargetRows = null;
        drill.World.IsProvisioned = false;
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task RollBack_TargetTakesManyLooksToStop_IsWaitedForAndGoesBack()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.ComputeLooks = 7;
        await drill.Service.RollBackAsync(id, acceptLoss: false, "slow queries", MigrationDrill.Operator);
        var held = await drill.SettleAsync(id);
        Assert.Contains("on its way to Stopped", held.Phase, StringComparison.Ordinal);
        Assert.NotNull(held.WritesFrozenSince);
        var status = await drill.RunUntilAsync(id);

        Assert.Equal((MigrationState.RolledBack, Core.Ports.Side.Source), (status.State, status.Traffic));
        Assert.Null(status.WritesFrozenSince);
        Assert.True(status.Downtime > held.Downtime, "The time in which users were held counts.");
        Assert.Equal(Core.Ports.ComputeState.Running, drill.World.Source);
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task RollBack_TargetTakesManyLooksAndItsRowsAreOnlyThere_ServesOn()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.ComputeLooks = 7;
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await drill.SettleAsync(id);
        drill.World.TargetRows!.Add("four"); // written before users were held
        for (var looks = 0; status.Error is null && looks < 50; looks++)
        {
            drill.Time.AdvanceToNextTimer();
            status = await drill.SettleAsync(id);
        }

        Assert.Contains("--accept-loss", status.Error);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task RollBack_TargetHasWrites_IsRefusedAndServesOn()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.TargetRows!.Add("four");
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await drill.SettleAsync(id);

        Assert.Equal(MigrationState.CutOver, status.State);
        Assert.Contains("--accept-loss", status.Error);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task RollBack_LossAccepted_GoesBackAndSaysWhatIsLeft()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.TargetRows!.Add("four");
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        await drill.SettleAsync(id);
        await drill.Service.RollBackAsync(id, acceptLoss: true, null, MigrationDrill.Operator);
        var status = await drill.SettleAsync(id);

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains("source 3, target 4", status.Error);
        Assert.Contains("four", drill.World.TargetRows!);
        Assert.Equal(Core.Ports.ComputeState.Running, drill.World.Source);
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task RollBack_LossAcceptedBeforeTheFirstAskIsJudged_CountsAsWell()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.TargetRows!.Add("four");
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        await drill.Service.RollBackAsync(id, acceptLoss: true, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(id)).State);
    }

    [Fact]
    public async Task Finalize_WindowOpen_Completes()
    {
        var (drill, id) = await CutOverAsync();
        await drill.Service.FinalizeAsync(id, "signed off", MigrationDrill.Operator);
        Assert.Equal(MigrationState.Completed, (await drill.SettleAsync(id)).State);
        await Assert.ThrowsAsync<MigrationFinishedException>(() => drill.Service.RollBackAsync(id, true, null, MigrationDrill.Operator));
    }

    // A virtual machine with a disk: it stops and starts in minutes, and its disk is read only while it is stopped.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RollBack_TargetTakesItsTime_IsJudgedWhenItHasStopped(bool hasWritten)
    {
        var (drill, id) = await CutOverAsync(looks: 3);
        if (hasWritten)
            drill.World.TargetRows!.Add("four");
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await JudgedAsync(drill, id);

        Assert.Equal(hasWritten ? MigrationState.CutOver : MigrationState.RolledBack, status.State);
        Assert.Contains(hasWritten ? "--accept-loss" : "Nothing was written", status.Error);
        Assert.Equal(hasWritten ? Core.Ports.ComputeState.Running : Core.Ports.ComputeState.Stopped, drill.World.Target);
        Assert.Equal(hasWritten ? Core.Ports.Side.Target : Core.Ports.Side.Source, drill.World.Traffic.Side);
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task RollBack_TargetTakesItsTimeAndCannotBeRead_ServesAgainAndSaysWhy()
    {
        var (drill, id) = await CutOverAsync(looks: 2);
        drill.World.Outage = new("it is broken", "target", "Mend it", isTransient: false);
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await JudgedAsync(drill, id);

        Assert.Contains("it is broken", status.Error);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task RollBack_TargetNeverStops_LetsUsersGoOn()
    {
        var (drill, id) = await CutOverAsync(looks: 1);
        drill.World.ComputeLooks = 500;
        var begun = drill.Time.GetUtcNow();
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await JudgedAsync(drill, id);

        Assert.Contains("could not be stopped and compared in time", status.Error);
        Assert.InRange(drill.Time.GetUtcNow() - begun, TimeSpan.FromMinutes(15), TimeSpan.FromHours(2));
        drill.World.RequireAtTarget();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RollBack_StoppingFailsForAMoment_IsTriedAgainWhileUsersAreHeld(bool acceptLoss)
    {
        var (drill, id) = await CutOverAsync(looks: 2);
        var troubles = 0;
        drill.World.ComputeOutage = state => state == Core.Ports.ComputeState.Stopped && troubles++ < 3 ? Broken(isTransient: true) : null;
        await drill.Service.RollBackAsync(id, acceptLoss, null, MigrationDrill.Operator);
        var status = await JudgedAsync(drill, id);

        Assert.Equal((MigrationState.RolledBack, Core.Ports.ComputeState.Stopped), (status.State, drill.World.Target));
        drill.World.RequireNoViolation();
    }

    [Fact]
    public async Task RollBack_StoppingGoesOnFailing_LetsUsersGoOn()
    {
        var (drill, id) = await CutOverAsync(looks: 2);
        drill.World.ComputeOutage = state => state == Core.Ports.ComputeState.Stopped ? Broken(isTransient: true) : null;
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);

        Assert.Contains("it is broken", (await JudgedAsync(drill, id)).Error);
        drill.World.RequireAtTarget();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task RollBack_RefusedAndTargetDoesNotServeAgain_SaysBothUntilItDoes(int looksBefore, bool isTransient)
    {
        var (drill, id) = await CutOverAsync(looks: 2);
        var phase = (await drill.SettleAsync(id)).Phase;
        drill.World.TargetRows!.Add("four");
        var looks = 0;
        drill.World.ComputeOutage = state => state == Core.Ports.ComputeState.Running && looks++ >= looksBefore ? Broken(isTransient) : null;
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var status = await JudgedAsync(drill, id);

        Assert.Contains("--accept-loss", status.Error);
        Assert.Contains("it is broken", status.Error);
        Assert.Equal("Users are held; the target does not serve", status.Phase);
        Assert.NotNull(status.WritesFrozenSince);
        Assert.Contains(drill.World.Told, told => told.Event == Core.Plans.NotificationEvent.Held && told.Text.Contains("Users are held", StringComparison.Ordinal));

        drill.World.ComputeOutage = _ => null;
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        for (var timers = 0; (status = await drill.SettleAsync(id)).Phase != phase; timers++)
            Assert.True(timers < 50 && drill.Time.AdvanceToNextTimer(), $"It shows '{status.Phase}'.");
        Assert.Contains("--accept-loss", status.Error);
        Assert.Null(status.WritesFrozenSince);
        drill.World.RequireAtTarget();
    }

    private static Core.Ports.AdapterException Broken(bool isTransient) => new("it is broken", "target", "Mend it", isTransient);

    private static async Task<(MigrationDrill Drill, string Id)> CutOverAsync(int looks = 0)
    {
        var drill = new MigrationDrill();
        (drill.World.ComputeLooks, drill.World.IsTargetExclusive) = (looks, looks > 0);
        var started = await drill.StartAsync(FakeWorld.Plan());
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);
        Assert.Equal(MigrationState.CutOver, status.State);
        return (drill, status.Id);
    }

    private static async Task<MigrationStatus> JudgedAsync(MigrationDrill drill, string id)
    {
        while (await drill.SettleAsync(id) is { State: MigrationState.CutOver, Error: null } or { State: MigrationState.RollingBack })
            Assert.True(drill.Time.AdvanceToNextTimer(), "No timer is set.");
        return await drill.SettleAsync(id);
    }
}
