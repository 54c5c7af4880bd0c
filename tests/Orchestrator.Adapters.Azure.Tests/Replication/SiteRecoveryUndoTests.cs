using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Replication;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class SiteRecoveryUndoTests(ArmJudge judge) : SiteRecoveryTest(judge)
{
    [Fact]
    public async Task RemoveTargetAsync_TakenOverWithAnInterfaceOfTheirs_LeavesIt()
    {
        var (card, disk) = ($"{Group}/providers/Microsoft.Network/networkInterfaces/orders-vm-nic", $"{Group}/providers/Microsoft.Compute/disks/orders-vm-disk-1");
        await FollowAsync();
        var item = Server.Find(Item)!;
        await RemoveSyncAsync();
        Server.Seed(Item, item);
        Server.Seed(card, Part(new()));
        Server.Seed(disk, Part(new() { ["creationData"] = new JsonObject { ["createOption"] = "Empty" }, ["diskSizeGB"] = 32 }));

        await MoveOverAsync();
        Assert.True((await RunAsync(() => Adapter.CompareChangesAsync(Component, SyncDirection.Forward, Scope("validate-changes"), default))).IsEqual);
        await RemoveSyncAsync();
        await RemoveTargetAsync();

        Assert.Null(Server.Find(Machine));
        Assert.NotNull(Server.Find(card));
        Assert.NotNull(Server.Find(disk));
        Assert.Null(Server.Find($"{Group}/providers/Microsoft.Compute/disks/orders-vm-disk-0"));
    }

    [Fact]
    public async Task RemoveSyncAsync_AnotherItemReplicatesTheNewMachineElsewhere_IsNotTakenForTheWayBack()
    {
        await MoveOverAsync();
        var other = $"{Vault}/replicationFabrics/another/replicationProtectionContainers/another/replicationProtectedItems/a";
        Server.Seed(other, new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["protectionState"] = "Protected",
                ["recoveryContainerId"] = $"{Vault}/replicationFabrics/third/replicationProtectionContainers/third",
                ["providerSpecificDetails"] = new JsonObject { ["instanceType"] = "A2A", ["fabricObjectId"] = Machine },
            },
        });

        await OpenAndRetireAsync();
        await RemoveReverseAsync();

        Assert.Equal(1, Started("switchprotection"));
        Assert.Null(ReturnItem);
        Assert.NotNull(Server.Find(other));
    }

    [Fact]
    public async Task RemoveSyncAsync_VaultDoesNotShowTheWayBackYet_WaitsForItAndEndsIt()
    {
        var (id, item) = await HideReturnAsync();
        await Assert.ThrowsAsync<OperationPendingException>(RemoveOnceAsync);
        await Assert.ThrowsAsync<OperationPendingException>(RemoveOnceAsync);

        Server.Seed(id, item);
        await RemoveReverseAsync();

        Assert.Null(ReturnItem);
        Assert.Equal(1, StartedBack("remove"));
    }

    [Fact]
    public async Task RemoveSyncAsync_VaultNeverShowsTheWayBack_AsksAPersonOnce()
    {
        await HideReturnAsync();
        var time = new ManualTime();
        Time = time;
        Restart();
        await Assert.ThrowsAsync<OperationPendingException>(RemoveOnceAsync);
        time.Advance(TimeSpan.FromHours(2));

        var error = await Assert.ThrowsAsync<AdapterException>(RemoveOnceAsync);
        await RemoveOnceAsync();

        Assert.False(error.IsTransient);
        Assert.Contains("ended by hand", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveSyncAsync_UsersAreHeldAndTheSourceIsGone_KeepsTheWayBack()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        await FollowBackAsync();
        await RunAsync(() => Adapter.FreezeAsync(Component, Side.Target, Scope("freeze-target"), default));

        var error = await Assert.ThrowsAsync<AdapterException>(RemoveReverseAsync);

        Assert.Contains("the only one with the data", error.Problem, StringComparison.Ordinal);
        Assert.NotNull(ReturnItem);
        Assert.True((await FollowBackAsync()).IsFollowing);
    }

    private static JsonObject Part(JsonObject properties)
    {
        properties["provisioningState"] = "Succeeded";
        return new() { ["location"] = "westeurope", ["properties"] = properties };
    }

    // As after a kill between the request and what was to be noted of its end.
    private async Task<(string Id, JsonObject Item)> HideReturnAsync()
    {
        await MoveOverAsync();
        await OpenAndRetireAsync();
        var notes = new JournalFiles(Path.Combine(Scope("retire-source").WorkFolder, "replication"));
        notes.Write("server.json", notes.Read<ReplicationRecord>("server.json")! with { ReturnItem = null });
        var (id, item) = (ReturnItem!, Server.Find(ReturnItem!)!);
        Server.Remove(id);
        return (id, item);
    }

    private Task RemoveOnceAsync() => Adapter.RemoveSyncAsync(Component, SyncDirection.Reverse, Scope("disarm-reverse"), default);
}
