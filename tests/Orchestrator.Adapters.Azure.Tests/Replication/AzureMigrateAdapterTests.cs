using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class AzureMigrateAdapterTests(ArmJudge judge) : AzureMigrateTest(judge)
{
    [Fact]
    public async Task Migration_EveryStepTwice_StartsEachOperationOnce()
    {
        await FollowAsync();
        await FollowAsync();
        Assert.True((await TryAsync()).IsProven);
        Assert.True((await TryAsync()).IsProven);
        await FreezeAsync();
        await FreezeAsync();
        await MoveAsync();
        Assert.Contains($"moved to {Machine}", await MoveAsync(), StringComparison.Ordinal);
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Target, Scope("open"), default));

        Assert.Equal((1, 1, 1, 1), (Started("put"), Started("testMigrate"), Started("testMigrateCleanup"), Started("migrate")));
        Assert.NotNull(Server.Find(Machine));
        Assert.Null(Server.Find($"{Machine}-test"));
    }

    [Fact]
    public async Task CompareChangesAsync_Moved_IsEqualAndSaysWhatIsNotCompared()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();

        var comparison = await RunAsync(() => Adapter.CompareChangesAsync(Component, SyncDirection.Forward, Scope("validate-changes"), default));

        Assert.True(comparison.IsEqual, string.Join("; ", comparison.Items.SelectMany(item => item.FirstDifferences)));
        Assert.Contains(comparison.Items, item => item.Name.Contains("content of the disks is not compared", StringComparison.Ordinal));
        Assert.Contains(comparison.Items, item => item.Name.EndsWith("number of disks", StringComparison.Ordinal) && item.TargetCount == 2);
    }

    [Fact]
    public async Task CompareChangesAsync_MachineIsGone_IsNotEqual()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();
        Server.Remove(Machine);
        Assert.False((await RunAsync(() => Adapter.CompareChangesAsync(Component, SyncDirection.Forward, Scope("validate-changes"), default))).IsEqual);
    }

    [Fact]
    public async Task CopyBaselineAsync_Seeding_WaitsAndTellsHowFarItIs()
    {
        await ConfigureAsync();
        var pending = await Assert.ThrowsAsync<OperationPendingException>(() => Adapter.CopyBaselineAsync(Component, Scope("baseline"), default));
        Assert.Contains("50 % done", pending.Message, StringComparison.Ordinal);
        var size = await RunAsync(() => Adapter.CopyBaselineAsync(Component, Scope("baseline"), default));
        Assert.Equal(new DataSize(64L << 30, 2), size);
    }

    [Fact]
    public async Task FinishSyncAsync_WorkloadIsStoppedByUs_WaitsForTwoRecoveryPointsAndTurnsNothingOff()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();
        Assert.Contains(Waits, wait => wait.Contains("the second recovery point", StringComparison.Ordinal));
        Assert.Contains(Server.Recorder.Exchanges, exchange => exchange.Path.EndsWith("/migrate", StringComparison.Ordinal) && exchange.RequestBody.Contains("\"performShutdown\":\"false\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FinishSyncAsync_AzureTurnsItOff_WaitsForNoRecoveryPoint()
    {
        PerformShutdown = true;
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();
        Assert.DoesNotContain(Waits, wait => wait.Contains("recovery point", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FinishSyncAsync_FreezeIsNotProven_Refuses()
    {
        await FollowAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(MoveAsync);
        Assert.Contains("not proven", error.Problem, StringComparison.Ordinal);
        Assert.Equal(0, Started("migrate"));
    }

    [Fact]
    public async Task FinishSyncAsync_MachineOfThatNameIsThere_RefusesAndLeavesIt()
    {
        await FollowAsync();
        await FreezeAsync();
        Server.Seed(Machine, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["vmId"] = "other" } });

        Assert.False((await Assert.ThrowsAsync<AdapterException>(MoveAsync)).IsTransient);
        await RemoveSyncAsync();
        await RemoveTargetAsync();

        Assert.NotNull(Server.Find(Machine));
        Assert.Equal(0, Started("migrate"));
    }

    [Fact]
    public async Task RemoveTargetAsync_Moved_RemovesMachineDisksAndInterfaceTwice()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();
        await RemoveSyncAsync();

        await RemoveTargetAsync();
        await RemoveTargetAsync();

        Assert.DoesNotContain(Server.ResourceIds, id => id.Contains("orders-vm", StringComparison.Ordinal));
        Assert.NotNull(Server.Find(Vault));
    }

    [Fact]
    public async Task RemoveTargetAsync_ReplacedBySomebody_LeavesTheOther()
    {
        await FollowAsync();
        await FreezeAsync();
        await MoveAsync();
        Server.Remove(Machine);
        Server.Seed(Machine, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["vmId"] = "other" } });
        await RemoveTargetAsync();
        Assert.NotNull(Server.Find(Machine));
    }

    [Fact]
    public async Task Undo_NothingDone_TouchesNothing()
    {
        await RemoveSyncAsync();
        await RemoveTargetAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default));
        await RunAsync(() => Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope("disarm-reverse"), default));
        Assert.Empty(Server.OperationsStarted);
    }

    [Fact]
    public async Task RemoveSyncAsync_WhileItIsSetUp_LetsItEndThenEndsItTwice()
    {
        await Assert.ThrowsAsync<OperationPendingException>(() => Adapter.ConfigureSyncAsync(Component, SyncDirection.Forward, Scope("configure-sync"), default));
        Restart();
        await RemoveSyncAsync();
        await RemoveSyncAsync();
        Assert.Null(Server.Find(Item));
        Assert.Equal((1, 1), (Started("put"), Started("delete")));
    }

    [Fact]
    public async Task RemoveSyncAsync_DuringTheTrial_RemovesTheCopy()
    {
        await FollowAsync();
        await Adapter.VerifyAsync(Component, SyncDirection.Forward, TimeSpan.FromSeconds(2), Scope("sync"), default);
        Assert.Equal(1, Started("testMigrate"));
        await RemoveSyncAsync();
        Assert.Null(Server.Find(Item));
        Assert.Null(Server.Find($"{Machine}-test"));
    }

    [Fact]
    public async Task ThawAsync_WhileItIsMoved_LetsItEndAndStopsWhatAzureStarted()
    {
        await FollowAsync();
        await FreezeAsync();
        await RunUntilStartedAsync("migrate", () => Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope("final-sync"), default));

        await RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default));
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default));

        Assert.Single(Server.OperationsStarted, operation => operation.Name == "deallocate" && operation.ResourceId == Machine);
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);
        Assert.False(status.IsFollowing);
        Assert.Contains(status.Problems, problem => problem.IsBlocking && problem.Problem.Contains("has been moved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EnableMigrationFailed")]
    [InlineData("DisableMigrationInProgress")]
    public async Task ConfigureSyncAsync_SomebodysAttemptIsThere_RefusesAndLeavesIt(string state)
    {
        Server.Seed(Item, new JsonObject { ["properties"] = new JsonObject { ["migrationState"] = state, ["testMigrateState"] = "None", ["health"] = "Normal", ["providerSpecificDetails"] = new JsonObject { ["instanceType"] = "VMwareCbt" } } });
        Assert.Contains("not set up by this migration", (await Assert.ThrowsAsync<AdapterException>(ConfigureAsync)).Problem, StringComparison.Ordinal);
        Assert.Empty(Server.OperationsStarted);
    }

    [Fact]
    public async Task ConfigureSyncAsync_ReplicationIsOnAlready_UsesItAndLeavesIt()
    {
        Server.Seed(Item, new JsonObject
        {
            ["properties"] = new JsonObject { ["migrationState"] = "Replicating", ["testMigrateState"] = "None", ["health"] = "Normal", ["providerSpecificDetails"] = new JsonObject { ["instanceType"] = "VMwareCbt" } },
        });
        Assert.Contains(await RunAsync(() => Adapter.CheckReadinessAsync(Component, Scope("assess"), default)), finding => !finding.IsBlocking && finding.Problem.Contains("replicated already", StringComparison.Ordinal));

        await FollowAsync();
        await TryAsync();
        await RemoveSyncAsync();

        Assert.NotNull(Server.Find(Item));
        Assert.Equal((0, 0), (Started("put"), Started("delete")));
    }
}
