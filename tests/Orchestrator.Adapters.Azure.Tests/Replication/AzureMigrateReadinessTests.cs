using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class AzureMigrateReadinessTests(ArmJudge judge) : AzureMigrateTest(judge)
{
    private bool _reverse;

    protected override bool ReverseSync => _reverse;

    [Fact]
    public async Task CheckReadinessAsync_EverythingIsThere_FindsNothing()
    {
        Assert.Empty(await CheckAsync());
        Assert.Empty(Server.OperationsStarted);
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("container")]
    [InlineData("vault")]
    public async Task CheckReadinessAsync_PartIsMissing_IsBlockingWithItsId(string part)
    {
        var id = part switch { "policy" => $"{Vault}/replicationPolicies/policy", "container" => Container, _ => Vault };
        Server.Remove(id);
        Assert.Contains(await CheckAsync(), finding => finding.IsBlocking && finding.Subject == id);
    }

    [Fact]
    public async Task CheckReadinessAsync_NameIsTaken_IsBlocking()
    {
        Server.Seed(Machine, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["vmId"] = "other" } });
        Assert.Contains(await CheckAsync(), finding => finding.IsBlocking && finding.Subject == Machine);
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.PrepareTargetAsync(Component, Scope("provision"), default));
    }

    [Fact]
    public async Task CheckSyncReadinessAsync_ReverseSyncIsWanted_IsRefusedWithWhatToWrite()
    {
        _reverse = true;
        var finding = Assert.Single(await CheckAsync());
        Assert.True(finding.IsBlocking);
        Assert.Contains("reverseSync: false", finding.Remedy, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AdapterException>(() => Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope("arm-reverse"), default));
    }

    [Fact]
    public async Task CheckSyncReadinessAsync_MoveTakesLongerThanIsTolerated_IsBlocking()
    {
        ExpectedMove = TimeSpan.FromHours(5);
        Assert.Equal("downtime.tolerance", Assert.Single(await CheckAsync()).Subject);
    }

    [Fact]
    public async Task GetSyncAsync_Critical_TellsProblemAndRemedyInPlainWords()
    {
        await FollowAsync();
        var item = Server.Find(Item)!;
        item["properties"]!["health"] = "Critical";
        item["properties"]!["healthErrors"] = new JsonArray(new JsonObject
        {
            ["errorCode"] = "181008",
            ["errorLevel"] = "Error",
            ["errorMessage"] = "The appliance has sent nothing for 3 hours.",
            ["possibleCauses"] = "It is turned off.",
            ["recommendedAction"] = "Turn the appliance on.",
        });
        Server.Seed(Item, item);

        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);

        var problem = Assert.Single(status.Problems);
        Assert.Equal((true, "Turn the appliance on"), (problem.IsBlocking, problem.Remedy));
        Assert.Equal("The appliance has sent nothing for 3 hours (possible causes: It is turned off) [181008]", problem.Problem);
        Assert.NotEmpty(status.Position);
    }

    [Fact]
    public async Task GetSyncAsync_LastPointIsOld_IsBlocking()
    {
        Server.Seed(Item, Paused(DateTimeOffset.UnixEpoch));
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);
        Assert.False(status.IsFollowing);
        Assert.Contains(status.Problems, problem => problem.Problem.Contains("'maxLag' is 2 h", StringComparison.Ordinal));
        Assert.Contains(status.Problems, problem => problem.Remedy.Contains("resumeReplication", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetSyncAsync_GoneOrThrottled_IsNoException()
    {
        var gone = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);
        Assert.Contains(gone.Problems, problem => problem.IsBlocking);
        Server.Faults.Add("GET", "replicationMigrationItems", 1, Fault.Throttle(TimeSpan.FromSeconds(30)));
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default));
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task BackUpAsync_Offline_SaysToMoveOnline()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.BackUpAsync(Component, "/nowhere", Scope("backup"), default));
        Assert.Equal("Set 'strategy: online'", error.Remedy);
    }

    private async Task<IReadOnlyList<Finding>> CheckAsync() =>
    [
        .. await Adapter.CheckReadinessAsync(Component, Scope("assess"), default),
        .. await Adapter.CheckSyncReadinessAsync(Component, Scope("assess"), default),
    ];

    private static JsonObject Paused(DateTimeOffset lastPoint) => new()
    {
        ["properties"] = new JsonObject
        {
            ["migrationState"] = "ProtectionSuspended",
            ["testMigrateState"] = "None",
            ["health"] = "Normal",
            ["providerSpecificDetails"] = new JsonObject { ["instanceType"] = "VMwareCbt", ["lastRecoveryPointReceived"] = lastPoint.ToString("O") },
        },
    };
}
