using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class SiteRecoveryAdapterTests(ArmJudge judge) : SiteRecoveryTest(judge)
{
    [Fact]
    public async Task Migration_EveryStepTwice_StartsEachOperationOnce()
    {
        await FollowAsync();
        await MoveOverAsync();
        Assert.Contains($"moved to {Machine} as of {Show("failoverRecoveryPointId")}", await MoveAsync(), StringComparison.Ordinal);
        await OpenAndRetireAsync();
        await OpenAndRetireAsync();

        Assert.Equal((1, 1, 1, 1), (Started("put"), Started("testFailover"), Started("testFailoverCleanup"), Started("unplannedFailover")));
        Assert.Equal((1, 1), (Started("failoverCommit"), Started("switchprotection")));
        Assert.NotNull(Server.Find(Machine));
        Assert.Null(Server.Find($"{Machine}-test"));
    }

    [Fact]
    public async Task FinishSyncAsync_WorkloadIsStopped_WaitsForTwoRecoveryPointsAndNamesTheSecond()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();

        Assert.Contains(Waits, wait => wait.Contains("the second recovery point", StringComparison.Ordinal));
        var asked = Assert.Single(Server.Recorder.Exchanges, exchange => exchange.Path.EndsWith("/unplannedFailover", StringComparison.Ordinal));
        Assert.Contains($"\"recoveryPointId\":\"{Show("failoverRecoveryPointId")}\"", asked.RequestBody, StringComparison.Ordinal);
        Assert.Contains("/recoveryPoints/", Show("failoverRecoveryPointId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompareChangesAsync_Moved_IsEqualWithTheDisks()
    {
        await MoveOverAsync();
        var comparison = await RunAsync(() => Adapter.CompareChangesAsync(Component, SyncDirection.Forward, Scope("validate-changes"), default));
        Assert.True(comparison.IsEqual, string.Join("; ", comparison.Items.SelectMany(item => item.FirstDifferences)));
        Assert.Contains(comparison.Items, item => item.Name.EndsWith("number of disks", StringComparison.Ordinal) && item.TargetCount == 2);
    }

    [Fact]
    public async Task RemoveSyncAsync_MovedWithoutAWayBack_CommitsAndEndsTheProtection()
    {
        IsReversed = false;
        await MoveOverAsync();
        await RemoveSyncAsync();
        await RemoveSyncAsync();
        Assert.Null(Server.Find(Item));
        Assert.NotNull(Server.Find(Machine));
        Assert.Equal((1, 1, 0), (Started("failoverCommit"), Started("remove"), Started("switchprotection")));
    }

    [Fact]
    public async Task ConfigureSyncAsync_Reverse_TurnsNothingRoundBeforeUsersAreAtTheTarget()
    {
        await MoveOverAsync();
        await ReverseAsync();
        Assert.Equal((0, 0), (Started("failoverCommit"), Started("switchprotection")));
        Assert.NotNull(Server.Find(SourceMachine));

        await RemoveReverseAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default));

        Assert.Single(Server.OperationsStarted, operation => operation.Name == "deallocate" && operation.ResourceId == Machine);
        Assert.NotNull(Server.Find(SourceMachine));
    }

    [Fact]
    public async Task ConfigureSyncAsync_ReverseBeforeTheMove_Refuses()
    {
        await FollowAsync();
        Assert.Contains("has to be moved", (await Assert.ThrowsAsync<AdapterException>(ReverseAsync)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSyncAsync_ReverseIsNotBegun_BlocksWithoutAnError()
    {
        await MoveOverAsync();
        await ReverseAsync();
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Reverse, Scope("way-back"), default);
        Assert.False(status.IsFollowing);
        Assert.Contains(status.Problems, problem => problem.IsBlocking);
        Assert.False((await Adapter.VerifyAsync(Component, SyncDirection.Reverse, TimeSpan.Zero, Scope("way-back"), default)).IsProven);
        await Assert.ThrowsAsync<AdapterException>(DrainAsync);
    }

    [Fact]
    public async Task Rollback_AfterTheCutover_MakesTheSourceAgainFromTheTarget()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        Assert.Null(Server.Find(SourceMachine));
        Assert.True((await FollowBackAsync()).IsFollowing);
        Assert.True((await Adapter.VerifyAsync(Component, SyncDirection.Reverse, TimeSpan.FromSeconds(2), Scope("way-back"), default)).IsProven);

        await MoveBackAsync();
        Assert.Contains($"moved to {SourceMachine}", await DrainAsync(), StringComparison.Ordinal);
        var comparison = await RunAsync(() => Adapter.CompareChangesAsync(Component, SyncDirection.Reverse, Scope("validate-source"), default));
        Assert.True(comparison.IsEqual, string.Join("; ", comparison.Items.SelectMany(item => item.FirstDifferences)));
        await GiveBackAsync();
        await GiveBackAsync();

        Assert.NotNull(Server.Find(SourceMachine));
        Assert.Null(ReturnItem);
        Assert.DoesNotContain(Server.ResourceIds, id => id.StartsWith($"{Group}/providers/Microsoft.Compute", StringComparison.OrdinalIgnoreCase));
        Assert.Equal((1, 1, 1), (StartedBack("unplannedFailover"), StartedBack("failoverCommit"), StartedBack("remove")));
    }

    [Fact]
    public async Task FinishSyncAsync_BackWithoutProofOfTheFreeze_Refuses()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await FollowBackAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(DrainAsync);
        Assert.Contains("not proven", error.Problem, StringComparison.Ordinal);
        Assert.Equal(0, StartedBack("unplannedFailover"));
    }

    [Fact]
    public async Task ThawAsync_TargetAfterAFailedWayBack_StopsTheSourceThatWasMade()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await FollowBackAsync();
        await MoveBackAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Target, Scope("open-target"), default));
        Assert.Single(Server.OperationsStarted, operation => operation.Name == "deallocate" && operation.ResourceId == SourceMachine);
        Assert.DoesNotContain(Server.OperationsStarted, operation => operation.Name == "deallocate" && operation.ResourceId == Machine);
    }

    [Fact]
    public async Task RemoveSyncAsync_WindowIsClosed_EndsTheWayBackAndLeavesTheTarget()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await RemoveReverseAsync();
        await RemoveReverseAsync();
        await RemoveSyncAsync();
        Assert.Null(ReturnItem);
        Assert.Null(Server.Find(Item));
        Assert.NotNull(Server.Find(Machine));
    }

    [Fact]
    public async Task Undo_SourceIsGone_NeitherStopsNorRemovesTheOnlyCopy()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await RemoveReverseAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(() => RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default)));
        Assert.Contains("the only one with the data", error.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AdapterException>(RemoveTargetAsync);
        Assert.NotNull(Server.Find(Machine));
        Assert.DoesNotContain(Server.OperationsStarted, operation => operation.Name == "deallocate");
    }

    [Fact]
    public async Task RemoveSyncAsync_WhileItIsTurnedRound_LetsItEndThenEndsIt()
    {
        await MoveOverAsync();
        await ReverseAsync();
        await RunUntilStartedAsync("switchprotection", () => Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope("retire-source"), default));
        Restart();
        await RemoveReverseAsync();
        await RemoveSyncAsync();
        Assert.Null(ReturnItem);
        Assert.Null(Server.Find(Item));
        Assert.Equal(1, Started("switchprotection"));
    }

    [Fact]
    public async Task ConfigureSyncAsync_ReplicationIsOnAlready_UsesItAndLeavesItTurnedRound()
    {
        await FollowAsync();
        var item = Server.Find(Item)!;
        Assert.Equal("Protected", Show("protectionState"));
        await RemoveSyncAsync();
        Server.Seed(Item, item);

        await MoveOverAsync();
        await OpenAndRetireAsync();
        await RemoveReverseAsync();
        await RemoveSyncAsync();

        Assert.NotNull(ReturnItem);
        Assert.Equal((1, 0), (Started("put"), StartedBack("remove")));
    }

    [Fact]
    public async Task RemoveTargetAsync_MachineHasTheTagsOfAnEarlierMigration_IsOursAllTheSame()
    {
        await MoveOverAsync();
        var machine = Server.Find(Machine)!;
        machine["tags"] = new JsonObject { ["orchestrator-migration"] = "earlier" };
        Server.Seed(Machine, machine);
        await RemoveSyncAsync();
        await RemoveTargetAsync();
        Assert.Null(Server.Find(Machine));
        Assert.NotNull(Server.Find(SourceMachine));
    }

    [Fact]
    public async Task Undo_NothingDone_TouchesNothing()
    {
        await RemoveReverseAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Target, Scope("open-target"), default));
        await GiveBackAsync();
        Assert.Empty(Server.OperationsStarted);
    }
}
