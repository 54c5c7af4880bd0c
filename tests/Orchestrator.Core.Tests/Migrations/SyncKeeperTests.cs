using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class SyncKeeperTests
{
    [Fact]
    public async Task WaitAsync_NotProven_AsksNobodyAndDoesNotFreeze()
    {
        var drill = new MigrationDrill { World = { IsProven = false } };
        var status = await drill.StartAsync(Gated());
        Assert.Equal(MigrationState.Running, status.State);
        Assert.Null(status.WaitingFor);
        await Assert.ThrowsAsync<MigrationConflictException>(() => drill.Service.DecideGateAsync(status.Id, Gates.Cutover, new(true), MigrationDrill.Approver));

        drill.World.IsProven = true;
        Assert.Equal(MigrationState.WaitingForApproval, (await drill.RunUntilAsync(status.Id, MigrationState.WaitingForApproval)).State);
    }

    [Fact]
    public async Task WaitAsync_EvidenceChangesAfterAnApproval_VoidsIt()
    {
        var drill = new MigrationDrill();
        var waiting = await drill.StartAsync(Gated(required: 2));
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), MigrationDrill.Approver);
        Assert.Equal(["anna"], (await drill.SettleAsync(waiting.Id)).WaitingFor!.ApprovedBy);

        drill.World.Sync = drill.World.Sync with { Problems = [new("public.orders", "a column was added", "Start again", IsBlocking: true)] };
        var blocked = await drill.RunUntilAsync(waiting.Id, MigrationState.Running);
        Assert.Contains("a column was added", blocked.Sync!.Problems.Single().Problem);

        drill.World.Sync = drill.World.Sync with { Problems = [] };
        var again = await drill.RunUntilAsync(waiting.Id, MigrationState.WaitingForApproval);
        Assert.Empty(again.WaitingFor!.ApprovedBy);
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), MigrationDrill.Approver);
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), new("bert", ["approver"]));
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(waiting.Id)).State);
    }

    [Fact]
    public async Task WaitAsync_Lagging_FreezesOnlyWhenItIsPredictedToFit()
    {
        var drill = new MigrationDrill();
        drill.World.Sync = drill.World.Sync with { LagBytes = 1 << 30, CatchUp = TimeSpan.FromMinutes(3) };
        var waiting = await drill.StartAsync(Gated());
        Assert.Equal(1 << 30, waiting.LagBytes);
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(true), MigrationDrill.Approver);
        for (var look = 0; look < 5; look++, drill.Time.AdvanceToNextTimer())
            Assert.NotEqual(MigrationState.CutOver, (await drill.SettleAsync(waiting.Id)).State);
        Assert.DoesNotContain("freeze", drill.Faults.Order);

        drill.World.Sync = drill.World.Sync with { LagBytes = 0, CatchUp = TimeSpan.Zero };
        Assert.Equal(MigrationState.CutOver, (await drill.RunUntilAsync(waiting.Id, MigrationState.CutOver)).State);
    }

    [Fact]
    public async Task WaitAsync_WindowIsLater_WaitsForIt()
    {
        var drill = new MigrationDrill();
        var opens = drill.Time.GetUtcNow().AddMinutes(10);
        var plan = OnlineMigrationTests.Plan() with
        {
            Downtime = new() { Tolerance = TimeSpan.FromSeconds(10), Windows = [new() { Start = opens, Duration = TimeSpan.FromHours(1) }] },
        };
        var started = await drill.StartAsync(plan);
        Assert.Equal(MigrationState.Running, started.State);
        Assert.Contains("window", started.Next);
        var status = await drill.RunUntilAsync(started.Id, MigrationState.CutOver);
        Assert.True(status.Steps.Single(step => step.Name == "hold").StartedAt >= opens);
    }

    [Fact]
    public async Task WaitAsync_SideIsDownForAWhile_IsShownAndEndsNothing()
    {
        var drill = new MigrationDrill { World = { Outage = new("it does not answer", "database orders", "Start it", isTransient: true) } };
        var started = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Contains("it does not answer", started.Sync!.Problems.Single().Problem);
        for (var look = 0; look < 250; look++, drill.Time.AdvanceToNextTimer())
            Assert.Equal(MigrationState.Running, (await drill.SettleAsync(started.Id)).State);

        drill.World.Outage = null;
        Assert.Equal(MigrationState.CutOver, (await drill.RunUntilAsync(started.Id, MigrationState.CutOver)).State);
    }

    [Fact]
    public async Task WaitAsync_Rejected_LeavesNothingOfTheSync()
    {
        var drill = new MigrationDrill();
        var waiting = await drill.StartAsync(Gated());
        await drill.Service.DecideGateAsync(waiting.Id, Gates.Cutover, new(false), MigrationDrill.Approver);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(waiting.Id)).State);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task WaitAsync_Cancelled_EndsBackAtSource()
    {
        var drill = new MigrationDrill { World = { IsProven = false } };
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        await drill.Service.CancelAsync(status.Id, "not today", MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.RunUntilAsync(status.Id)).State);
        drill.World.RequireBackAtSource();
        var looks = drill.World.Looks;
        drill.Time.Advance(TimeSpan.FromHours(1));
        await drill.SettleAsync(status.Id);
        Assert.Equal(looks, drill.World.Looks);
    }

    [Fact]
    public async Task WaitAsync_DifferenceIsFound_KeepsUsersAtTheSource()
    {
        var drill = new MigrationDrill();
        drill.World.Differences.Add("id=7: changed");
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Contains("id=7", status.Sync!.Problems.Single().Problem);
        Assert.DoesNotContain("hold", drill.Faults.Order);
    }

    private static MigrationPlan Gated(int required = 1) => OnlineMigrationTests.Plan() with
    {
        Approvals = new Dictionary<string, ApprovalGate> { ["cutover"] = new() { Required = required } },
    };
}
