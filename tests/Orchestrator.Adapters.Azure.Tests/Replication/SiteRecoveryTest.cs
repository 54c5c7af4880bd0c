using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Replication;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

/// <summary>A machine with two disks that Site Recovery moves to another region, and back.</summary>
public abstract class SiteRecoveryTest(ArmJudge judge) : ReplicationTest(judge)
{
    protected override string Item => $"{Container}/replicationProtectedItems/orders";

    protected override bool ReverseSync => IsReversed;

    protected override (string Source, string Target) Compute => Computes;

    protected bool IsReversed { get; set; } = true;

    protected (string Source, string Target) Computes { get; set; } = ("command", "command");

    protected string? ReturnAccount { get; set; } = "west";

    protected string SourceGroup => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/old";

    protected string SourceMachine => $"{SourceGroup}/providers/Microsoft.Compute/virtualMachines/orders-vm";

    protected string OtherContainer => $"{Vault}/replicationFabrics/west/replicationProtectionContainers/west";

    /// <summary>What lets machines be replicated from the target to the source.</summary>
    protected string MappingBack => $"{OtherContainer}/replicationProtectionContainerMappings/back";

    protected string? DiskEncryptionSet { get; set; }

    /// <summary>The item that replicates back; the service chooses its name.</summary>
    protected string? ReturnItem => Server.ResourceIds.SingleOrDefault(id => id.StartsWith($"{OtherContainer}/replicationProtectedItems/", StringComparison.OrdinalIgnoreCase));

    protected override void Arrange()
    {
        Server.Seed(SourceGroup, new JsonObject { ["location"] = "northeurope" });
        Server.Seed(SourceMachine, new JsonObject { ["location"] = "northeurope", ["properties"] = new JsonObject { ["vmId"] = "first", ["provisioningState"] = "Succeeded" } });
        Server.Seed(MappingBack, new JsonObject { ["properties"] = new JsonObject { ["targetProtectionContainerId"] = Container, ["state"] = "Paired" } });
        Server.Seed(OtherContainer, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["friendlyName"] = "west" } });
    }

    private protected override IOnlineDataAdapter Create(ArmConnector connector) => new SiteRecoveryAdapter(connector, TimeSpan.Zero);

    protected override Dictionary<string, object?> Own() => new()
    {
        ["vault"] = Vault,
        ["fabric"] = "fabric",
        ["container"] = "container",
        ["item"] = "orders",
        ["policyId"] = $"{Vault}/replicationPolicies/policy",
        ["testNetworkId"] = $"{Group}/providers/Microsoft.Network/virtualNetworks/test",
    };

    protected override Dictionary<string, object?> Source() => new()
    {
        ["machineId"] = SourceMachine,
        ["stagingAccountId"] = Account("north"),
        ["disks"] = new[] { Disk("os"), Disk("data") },
    };

    protected override Dictionary<string, object?> Target() => new()
    {
        ["resourceGroupId"] = Group,
        ["containerId"] = OtherContainer,
        ["networkId"] = $"{Group}/providers/Microsoft.Network/virtualNetworks/live",
        ["stagingAccountId"] = ReturnAccount is null ? null : Account(ReturnAccount),
    };

    protected async Task MoveOverAsync()
    {
        await FollowAsync();
        Assert.True((await TryAsync()).IsProven);
        await FreezeAsync();
        await MoveAsync();
    }

    /// <summary>Arms the way back, lets users in at the target, and retires the source.</summary>
    protected async Task OpenAndRetireAsync()
    {
        await ReverseAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Target, Scope("open-target"), default));
        await RunAsync(() => Adapter.RemoveSyncAsync(Component, SyncDirection.Forward, Scope("retire-source"), default));
    }

    protected Task ReverseAsync() => RunAsync(() => Adapter.ConfigureSyncAsync(Component, SyncDirection.Reverse, Scope("arm-reverse"), default));

    /// <summary>Looks until the source follows.</summary>
    protected async Task<SyncStatus> FollowBackAsync()
    {
        for (var look = 1; ; look++)
        {
            var status = await RunAsync(() => Adapter.GetSyncAsync(Component, SyncDirection.Reverse, Scope("way-back"), default));
            if (status.IsFollowing || look == 120)
                return status;
        }
    }

    protected async Task<string> MoveBackAsync()
    {
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Source, Scope("prepare-way-back"), default));
        await RunAsync(() => Adapter.PrepareFreezeAsync(Component, SyncDirection.Reverse, Scope("prepare-way-back"), default));
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Target, Scope("freeze-target"), default));
        await RunAsync(() => Adapter.ProveFrozenAsync(Component, Side.Target, Scope("prove-target"), default));
        return await DrainAsync();
    }

    protected Task<string> DrainAsync() => RunAsync(() => Adapter.FinishSyncAsync(Component, SyncDirection.Reverse, Scope("drain-reverse"), default));

    /// <summary>What gives writes to the source at the end of a rollback, and removes what is left at the target.</summary>
    protected async Task GiveBackAsync()
    {
        await RemoveReverseAsync();
        await RunAsync(() => Adapter.ThawAsync(Component, Side.Source, Scope("thaw"), default));
        await RemoveSyncAsync();
        await RemoveTargetAsync();
    }

    protected Task RemoveReverseAsync() => RunAsync(() => Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope("disarm-reverse"), default));

    protected int StartedBack(string name) => Server.OperationsStarted.Count(operation =>
        operation.Name == name && operation.ResourceId.StartsWith($"{OtherContainer}/replicationProtectedItems/", StringComparison.OrdinalIgnoreCase));

    private string Account(string name) => $"{Group}/providers/Microsoft.Storage/storageAccounts/{name}";

    private Dictionary<string, object?> Disk(string name) => new() { ["id"] = $"{SourceGroup}/providers/Microsoft.Compute/disks/{name}", ["type"] = "Premium_LRS", ["diskEncryptionSetId"] = DiskEncryptionSet };
}
