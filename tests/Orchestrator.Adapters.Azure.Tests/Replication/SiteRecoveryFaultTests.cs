using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class SiteRecoveryFaultTests(ArmJudge judge) : SiteRecoveryTest(judge)
{
    public static TheoryData<string, string, string> Requests => new()
    {
        { "PUT", "/orders$", "put" },
        { "POST", "/testFailover$", "testFailover" },
        { "POST", "/testFailoverCleanup$", "testFailoverCleanup" },
        { "POST", "/orders/unplannedFailover$", "unplannedFailover" },
        { "POST", "/orders/failoverCommit$", "failoverCommit" },
        { "POST", "/switchprotection$", "switchprotection" },
    };

    public static TheoryData<string> RequestsBack => ["unplannedFailover", "failoverCommit", "remove"];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Migration_KilledBetweenRequestAndJournal_IsNotStartedASecondTime(string method, string path, string operation)
    {
        Server.Faults.Add(method, path, 1, Fault.DropAfter);
        IsRestarted = true;
        await MigrateAndGoBackAsync();
        Assert.Equal(1, Started(operation));
    }

    [Theory]
    [MemberData(nameof(RequestsBack))]
    public async Task Rollback_KilledBetweenRequestAndJournal_IsNotStartedASecondTime(string operation)
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        Server.Faults.Add("POST", $"/{operation}$", 1, Fault.DropAfter);
        IsRestarted = true;
        await GoBackAsync();
        Assert.Equal(1, StartedBack(operation));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Migration_ThrottledConflictedAndBroken_GoesOn(string method, string path, string operation)
    {
        Break(method, path);
        await MigrateAndGoBackAsync();
        Assert.Equal(1, Started(operation));
    }

    [Theory]
    [MemberData(nameof(RequestsBack))]
    public async Task Rollback_ThrottledConflictedAndBroken_GoesOn(string operation)
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        Break("POST", $"/{operation}$");
        await GoBackAsync();
        Assert.Equal(1, StartedBack(operation));
    }

    [Fact]
    public async Task ConfigureSyncAsync_FailsAfterMinutes_SaysWhyAndWorksWhenRetried()
    {
        Server.Faults.Add("PUT", "/orders$", 1, Fault.OperationFails("AgentNotInstalled", afterPolls: 2, message: "The extension is missing."));
        var error = await Assert.ThrowsAsync<AdapterException>(ConfigureAsync);
        Assert.Contains("AgentNotInstalled: The extension is missing", error.Problem, StringComparison.Ordinal);
        Assert.Equal("EnablingFailed", Show("protectionState"));

        await ConfigureAsync();

        Assert.Equal((2, 1), (Started("put"), Started("remove")));
    }

    [Theory]
    [InlineData("/unplannedFailover$", "unplannedFailover")]
    [InlineData("/failoverCommit$", "failoverCommit")]
    [InlineData("/switchprotection$", "switchprotection")]
    public async Task Migration_FailsAfterMinutes_SaysWhyAndWorksWhenRetried(string path, string operation)
    {
        Server.Faults.Add("POST", path, 1, Fault.OperationFails("SkuNotAvailable", afterPolls: 2, message: "No room."));
        await FollowAsync();
        await FreezeAsync();
        var error = await Assert.ThrowsAsync<AdapterException>(MoveAndRetireAsync);
        Assert.Contains("SkuNotAvailable: No room", error.Problem, StringComparison.Ordinal);

        await MoveAndRetireAsync();

        Assert.Equal(2, Started(operation));
        Assert.NotNull(ReturnItem);
    }

    [Fact]
    public async Task VerifyAsync_TrialFails_IsTriedThreeTimesAndThenBlocks()
    {
        await FollowAsync();
        Server.Faults.Add("POST", "/testFailover$", 9, Fault.OperationFails("BootFailed", message: "It does not boot."));
        var status = await TryAsync();
        await TryAsync();
        Assert.Contains("failed 3 times", Assert.Single(Assert.Single(status.Items).FirstDifferences), StringComparison.Ordinal);
        Assert.Equal(3, Started("testFailover"));
    }

    [Fact]
    public async Task Migration_TokenExpiresInTheMiddle_GoesOn()
    {
        await FollowAsync();
        await FreezeAsync();
        await RunUntilStartedAsync("unplannedFailover", () => Adapter.FinishSyncAsync(Component, SyncDirection.Forward, Scope("final-sync"), default));
        Server.ExpireTokens();
        await MoveAndRetireAsync();
        Server.ExpireTokens();
        await GoBackAsync();
        Assert.Equal((1, 1), (Started("unplannedFailover"), StartedBack("unplannedFailover")));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public async Task Migration_FaultsByChance_EndsAsWithoutThem(int seed)
    {
        Server.Faults.Random(seed, 0.1);
        IsRestarted = seed % 2 == 0;
        await MigrateAndGoBackAsync();
        Assert.NotEmpty(Server.Faults.Struck);
        Assert.All(Requests, request => Assert.Equal(1, Started((string)request[2])));
        Assert.Equal((1, 1, 1), (StartedBack("unplannedFailover"), StartedBack("failoverCommit"), StartedBack("remove")));
    }

    private void Break(string method, string path)
    {
        Server.Faults.Add(method, path, 1, Fault.Throttle(TimeSpan.FromSeconds(17)));
        Server.Faults.Add(method, path, 1, Fault.Conflict());
        Server.Faults.Add(method, path, 1, Fault.PreconditionFailed());
        Server.Faults.Add(method, path, 1, Fault.ServerError(500));
        Server.Faults.Add(method, path, 1, Fault.DropBefore);
    }

    private async Task MoveAndRetireAsync()
    {
        await MoveAsync();
        await OpenAndRetireAsync();
    }

    private async Task MigrateAndGoBackAsync()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await GoBackAsync();
    }

    private async Task GoBackAsync()
    {
        Assert.True((await FollowBackAsync()).IsFollowing);
        await MoveBackAsync();
        await GiveBackAsync();
        Assert.NotNull(Server.Find(SourceMachine));
        Assert.Null(ReturnItem);
        Assert.DoesNotContain(Server.ResourceIds, id => id.StartsWith($"{Group}/providers/Microsoft.Compute", StringComparison.OrdinalIgnoreCase));
    }
}
