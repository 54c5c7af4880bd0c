using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Tests.Migrations;

namespace Orchestrator.Core.Tests.Activities;

/// <summary>When traffic is prepared for a cutover, and when that is taken back.</summary>
public sealed class TrafficPreparationTests
{
    private readonly MigrationDrill _drill = new();

    [Fact]
    public async Task Run_Offline_PreparesBeforeItStopsAndSettlesAtTheEnd() =>
        Assert.Equal(["hold: prepared at the Source", "close: settled at the Target"], await RunAsync(FakeWorld.Plan()));

    [Fact]
    public async Task Run_Online_PreparesBeforeUsersWaitAndSettlesAtTheEnd() =>
        Assert.Equal(
            ["prepare-freeze: prepared at the Source", "hold: prepared at the Source", "close: settled at the Target"],
            await RunAsync(OnlineMigrationTests.Plan()));

    [Fact]
    public async Task Run_RolledBack_SettlesAtTheSource()
    {
        _drill.Faults.Fail("redirect");

        Assert.Equal("close: settled at the Source", (await RunAsync(FakeWorld.Plan()))[^1]);
    }

    [Fact]
    public async Task Run_Rehearsal_TouchesNoTraffic() => Assert.Empty(await RunAsync(OnlineMigrationTests.Plan(), rehearsal: true));

    private async Task<IReadOnlyList<string>> RunAsync(MigrationPlan plan, bool rehearsal = false)
    {
        var status = await _drill.StartAsync(plan, rehearsal);
        if (status.State == MigrationState.CutOver)
            await _drill.RunUntilAsync(status.Id);
        return _drill.World.TrafficPreparations;
    }
}
