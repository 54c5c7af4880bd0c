using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class WayBackTests
{
    private static readonly string[] Names = [.. Runbook.List(WayBack.Flow).Select(step => step.Name)];

    public static TheoryData<string> EveryStep => [.. Names];

    [Fact]
    public async Task RollBack_TargetHasWrites_BringsThemToTheSource()
    {
        var (drill, id) = await CutOverAsync();
        Assert.True(drill.World.Write("on the target"));
        await drill.Service.RollBackAsync(id, acceptLoss: false, "slow", MigrationDrill.Operator);
        var status = await drill.SettleAsync(id);

        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Equal(Side.Source, status.Traffic);
        Assert.Contains("on the target", drill.World.SourceRows);
        Assert.True(drill.World.Write("on the source again"));
        Assert.Null(status.WritesFrozenSince);
        Assert.All(Names, step => Assert.Contains(status.Steps, shown => shown.Name == step && shown.State == StepState.Completed));
        (drill.World.TargetRows, drill.World.IsProvisioned) = (null, false);
        drill.World.RequireBackAtSource();
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task RollBack_StepFails_LeavesUsersAtTheTargetAndCanBeTriedAgain(string step)
    {
        var (drill, id) = await CutOverAsync();
        drill.World.Write("on the target");
        drill.Faults.Fail(step, times: 1);
        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        var refused = await drill.SettleAsync(id);
        Assert.Equal(MigrationState.CutOver, refused.State);
        Assert.Contains("Going back was refused", refused.Error);
        Assert.True(drill.World.Write("still on the target"));
        drill.World.RequireNoViolation();

        await drill.Service.RollBackAsync(id, acceptLoss: false, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(id)).State);
        Assert.Contains("still on the target", drill.World.SourceRows);
    }

    [Fact]
    public async Task Window_ReverseSyncBreaks_ShowsThatGoingBackIsNotPossible()
    {
        var (drill, id) = await CutOverAsync();
        drill.World.Sync = new(IsFollowing: false, LagBytes: 0) { Problems = [new("slot", "it was lost", "Roll back with --accept-loss, or stay", IsBlocking: true)] };
        for (var look = 0; look < 3; look++, drill.Time.AdvanceToNextTimer())
            await drill.SettleAsync(id);
        var status = await drill.SettleAsync(id);
        Assert.False(status.WayBack!.IsOpen);
        Assert.Contains("it was lost", status.WayBack.Text);
        Assert.Contains(drill.World.Told, told => told.Text.Contains("it was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Window_EveryDay_IsCheckedThoroughly()
    {
        var drill = new MigrationDrill();
        var plan = OnlineMigrationTests.Plan();
        var status = await drill.StartAsync(plan with { Fallback = plan.Fallback with { KeepFor = TimeSpan.FromHours(30) } });
        await drill.RunUntilAsync(status.Id);
        Assert.Equal(2, (await drill.Ledger.ReadAsync(status.Id)).Count(entry => entry.Kind == "check"));
    }

    [Fact]
    public async Task Finalize_WindowOpen_RemovesTheReverseSyncAndKeepsTheSourceFrozen()
    {
        var (drill, id) = await CutOverAsync();
        await drill.Service.FinalizeAsync(id, null, MigrationDrill.Operator);
        Assert.Equal(MigrationState.Completed, (await drill.SettleAsync(id)).State);
        Assert.Empty(drill.World.Syncs);
        Assert.True(drill.World.IsSourceFrozen);
        drill.World.RequireAtTarget();
    }

    [Theory]
    [InlineData("redirect")]
    [InlineData("confirm")]
    public async Task Run_FailsWhenUsersMayBeAtTheTarget_LosesNothing(string step)
    {
        var drill = new MigrationDrill();
        drill.Faults.Fail(step);
        drill.Faults.After = scope =>
        {
            if (scope.Step == step)
                drill.World.Write($"write {drill.Faults.Order.Count}");
        };
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains(drill.World.SourceRows, row => row.StartsWith("write", StringComparison.Ordinal));
        drill.World.RequireBackAtSource();
    }

    private static async Task<(MigrationDrill Drill, string Id)> CutOverAsync()
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(OnlineMigrationTests.Plan());
        Assert.Equal(MigrationState.CutOver, status.State);
        return (drill, status.Id);
    }
}
