using System.Text.Json.Nodes;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class SiteRecoveryReadinessTests(ArmJudge judge) : SiteRecoveryTest(judge)
{
    [Fact]
    public async Task CheckReadinessAsync_EverythingIsThere_FindsNothing()
    {
        Assert.Empty(await CheckAsync());
        Assert.Empty(Server.OperationsStarted);
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("container")]
    [InlineData("other container")]
    [InlineData("machine")]
    public async Task CheckReadinessAsync_PartIsMissing_IsBlockingWithItsId(string part)
    {
        var id = part switch
        {
            "policy" => $"{Vault}/replicationPolicies/policy",
            "container" => Container,
            "machine" => SourceMachine,
            _ => OtherContainer,
        };
        Server.Remove(id);
        Assert.Contains(await CheckAsync(), finding => finding.IsBlocking && finding.Subject == id);
    }

    [Theory]
    [InlineData("azureVm", "command", true, "compute.source")]
    [InlineData("azureVm", "command", false, "compute.source")]
    [InlineData("command", "azureVm", true, "compute.target")]
    [InlineData("command", "azureVm", false, null)]
    public async Task CheckSyncReadinessAsync_MachineIsTurnedOff_IsBlockingWhereItsLastWritesAreNeeded(string source, string target, bool isReversed, string? key)
    {
        (Computes, IsReversed) = ((source, target), isReversed);
        Assert.Equal(key is null ? [] : [key], (await CheckAsync()).Where(finding => finding.IsBlocking).Select(finding => finding.Subject));
    }

    [Fact]
    public async Task CheckSyncReadinessAsync_NoAccountForTheWayBack_IsBlocking()
    {
        ReturnAccount = null;
        Assert.Contains("target.stagingAccountId", Assert.Single(await CheckAsync()).Remedy, StringComparison.Ordinal);
        IsReversed = false;
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task CheckSyncReadinessAsync_DiskEncryptionSetAndAWayBack_IsBlocking()
    {
        DiskEncryptionSet = $"{Group}/providers/Microsoft.Compute/diskEncryptionSets/keys";
        Assert.Contains(await CheckAsync(), finding => finding.IsBlocking && finding.Problem.Contains("disk encryption set", StringComparison.Ordinal));
        IsReversed = false;
        Assert.Empty(await CheckAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckReadinessAsync_ContainersAreNotMappedForTheWayBack_IsBlocking(bool isMappedElsewhere)
    {
        Server.Remove(MappingBack);
        if (isMappedElsewhere)
            Server.Seed(MappingBack, new JsonObject { ["properties"] = new JsonObject { ["targetProtectionContainerId"] = $"{Container}-2" } });
        Assert.Contains("no mapping", Assert.Single(await CheckAsync()).Problem, StringComparison.Ordinal);
        IsReversed = false;
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task CheckReadinessAsync_ReplicationIsOnAlready_SaysThatARollbackMakesTheFailoverFinal()
    {
        await FollowAsync();
        var item = Server.Find(Item)!;
        await RemoveSyncAsync();
        Server.Seed(Item, item);
        var finding = Assert.Single(await Adapter.CheckReadinessAsync(Component, Scope("assess", "m-2"), default));
        Assert.False(finding.IsBlocking);
        Assert.Contains("a rollback makes that final", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckReadinessAsync_TargetIsTheSource_NeverAdvisesToRemoveIt()
    {
        var component = Component with { Target = Component.Target.Clone() };
        var wrong = JsonNode.Parse(component.Target.GetRawText())!.AsObject();
        wrong["resourceGroupId"] = SourceGroup;
        component = component with { Target = System.Text.Json.JsonSerializer.SerializeToElement(wrong) };
        var error = await Assert.ThrowsAsync<AdapterException>(() => Adapter.CheckReadinessAsync(component, Scope("assess"), default));
        Assert.Contains("another resource group", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("delete", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSyncAsync_ServiceIsBehind_TellsTheLag()
    {
        await FollowAsync();
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);
        Assert.True(status.IsFollowing);
        Assert.InRange(status.Lag!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10));
        Assert.Contains("/recoveryPoints/", status.Position, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InitialReplicationFailed")]
    [InlineData("UnplannedFailoverFailed")]
    [InlineData("DisablingProtection")]
    public async Task GetSyncAsync_DoesNotFollow_IsBlocking(string state)
    {
        await FollowAsync();
        var item = Server.Find(Item)!;
        item["properties"]!["protectionState"] = state;
        Server.Seed(Item, item);
        var status = await Adapter.GetSyncAsync(Component, SyncDirection.Forward, Scope("sync"), default);
        Assert.False(status.IsFollowing);
        Assert.Contains(status.Problems, problem => problem.IsBlocking && problem.Problem.Contains(state, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<Finding>> CheckAsync() =>
    [
        .. await Adapter.CheckReadinessAsync(Component, Scope("assess"), default),
        .. await Adapter.CheckSyncReadinessAsync(Component, Scope("assess"), default),
    ];
}
