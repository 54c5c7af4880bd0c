using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class AzureMigrateFaultTests(ArmJudge judge) : AzureMigrateTest(judge)
{
    public static TheoryData<string, string, string> Requests => new()
    {
        { "PUT", "/orders$", "put" },
        { "POST", "/testMigrate$", "testMigrate" },
        { "POST", "/testMigrateCleanup$", "testMigrateCleanup" },
        { "POST", "/migrate$", "migrate" },
        { "DELETE", "/replicationMigrationItems/orders$", "delete" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Migration_AnswerIsLost_IsNotStartedASecondTime(string method, string path, string operation)
    {
        Server.Faults.Add(method, path, 1, Fault.DropAfter);
        await MigrateAndRemoveAsync();
        Assert.Equal(1, Started(operation));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Migration_KilledBetweenRequestAndJournal_IsNotStartedASecondTime(string method, string path, string operation)
    {
        // The answer is lost and so is the process: what was noted before the request is all there is.
        Server.Faults.Add(method, path, 1, Fault.DropAfter);
        IsRestarted = true;
        await MigrateAndRemoveAsync();
        Assert.Equal(1, Started(operation));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Migration_ThrottledConflictedAndBroken_GoesOn(string method, string path, string operation)
    {
        Server.Faults.Add(method, path, 1, Fault.Throttle(TimeSpan.FromSeconds(17)));
        Server.Faults.Add(method, path, 1, Fault.Conflict());
        Server.Faults.Add(method, path, 1, Fault.PreconditionFailed());
        Server.Faults.Add(method, path, 1, Fault.ServerError(500));
        Server.Faults.Add(method, path, 1, Fault.DropBefore);
        await MigrateAndRemoveAsync();
        Assert.Equal(1, Started(operation));
    }

    [Fact]
    public async Task ConfigureSyncAsync_FailsAfterMinutes_SaysWhyAndWorksWhenRetried()
    {
        Server.Faults.Add("PUT", "/orders$", 1, Fault.OperationFails("DiskNotSupported", afterPolls: 2, message: "The disk is too large."));
        var error = await Assert.ThrowsAsync<AdapterException>(ConfigureAsync);
        Assert.Contains("DiskNotSupported: The disk is too large", error.Problem, StringComparison.Ordinal);
        Assert.Equal("EnableMigrationFailed", Show("migrationState"));

        await ConfigureAsync();

        Assert.Equal((2, 1), (Started("put"), Started("delete")));
        Assert.Equal("InitialSeedingInProgress", Show("migrationState"));
    }

    [Fact]
    public async Task FinishSyncAsync_FailsAfterMinutes_SaysWhyAndWorksWhenRetried()
    {
        await FollowAsync();
        await FreezeAsync();
        Server.Faults.Add("POST", "/migrate$", 1, Fault.OperationFails("SkuNotAvailable", afterPolls: 2, message: "No room."));
        var error = await Assert.ThrowsAsync<AdapterException>(MoveAsync);
        Assert.Contains("az vm list-skus", error.Remedy, StringComparison.Ordinal);
        await MoveAsync();
        Assert.Equal(2, Started("migrate"));
        Assert.Equal("MigrationSucceeded", Show("migrationState"));
    }

    [Fact]
    public async Task VerifyAsync_TrialFails_IsTriedThreeTimesAndThenBlocks()
    {
        await FollowAsync();
        Server.Faults.Add("POST", "/testMigrate$", 9, Fault.OperationFails("BootFailed", message: "It does not boot."));
        var status = await TryAsync();
        await TryAsync();
        Assert.Contains("failed 3 times", Assert.Single(Assert.Single(status.Items).FirstDifferences), StringComparison.Ordinal);
        Assert.Equal(3, Started("testMigrate"));
    }

    [Fact]
    public async Task Migration_TokenExpiresInTheMiddle_GoesOn()
    {
        await ConfigureAsync();
        Server.ExpireTokens();
        await RunAsync(() => Adapter.CopyBaselineAsync(Component, Scope("baseline"), default));
        await FreezeAsync();
        await Assert.ThrowsAsync<OperationPendingException>(() => Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope("final-sync"), default));
        Server.ExpireTokens();
        await MoveAsync();
        Assert.Equal(1, Started("migrate"));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task Migration_FaultsByChance_EndsAsWithoutThem(int seed)
    {
        Server.Faults.Random(seed, 0.15);
        IsRestarted = seed % 2 == 0;
        await MigrateAndRemoveAsync();
        Assert.NotEmpty(Server.Faults.Struck);
        Assert.All(Requests, request => Assert.Equal(1, Started((string)request[2])));
    }

    private async Task MigrateAndRemoveAsync()
    {
        await FollowAsync();
        Assert.True((await TryAsync()).IsProven);
        await FreezeAsync();
        await MoveAsync();
        await RemoveSyncAsync();
        await RemoveTargetAsync();
        Assert.Null(Server.Find(Item));
        Assert.DoesNotContain(Server.ResourceIds, id => id.Contains("orders-vm", StringComparison.Ordinal));
    }
}
