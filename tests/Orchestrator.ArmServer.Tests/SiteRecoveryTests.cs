using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class SiteRecoveryTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Version = "?api-version=2023-06-01";

    private string Vault => $"{Group}/providers/Microsoft.RecoveryServices/vaults/vault";

    private string Container => $"{Vault}/replicationFabrics/fabric/replicationProtectionContainers/container";

    private string MigrationItem => $"{Container}/replicationMigrationItems/server";

    private string ProtectedItem => $"{Container}/replicationProtectedItems/server";

    [Fact]
    public async Task MigrationItem_ItsLife_GoesFromSeedingToMigrated()
    {
        await PrepareAsync();
        await SucceedAsync("PUT", MigrationItem + Version, EnableMigration);
        Assert.Equal(409, (await PutAsync(MigrationItem + Version, EnableMigration)).Status);
        Assert.Equal(50, (await GetAsync(MigrationItem + Version))["properties", "providerSpecificDetails", "initialSeedingProgressPercentage"]!.GetValue<int>());
        Assert.Equal("Replicating", await StateAsync(MigrationItem, "migrationState"));
        await ActAsync(MigrationItem, "testMigrate", """{"properties":{"providerSpecificDetails":{"instanceType":"VMwareCbt","recoveryPointId":"r","networkId":"n"}}}""");
        Assert.Equal("TestMigrationSucceeded", await StateAsync(MigrationItem, "testMigrateState"));
        Assert.NotNull(Server.Find($"{Group}/providers/Microsoft.Compute/virtualMachines/moved-test"));
        await ActAsync(MigrationItem, "testMigrateCleanup", """{"properties":{"comments":"fine"}}""");
        Assert.Null(Server.Find($"{Group}/providers/Microsoft.Compute/virtualMachines/moved-test"));
        await ActAsync(MigrationItem, "resync", """{"properties":{"providerSpecificDetails":{"instanceType":"VMwareCbt","skipCbtReset":"true"}}}""");
        await ActAsync(MigrationItem, "migrate", """{"properties":{"providerSpecificDetails":{"instanceType":"VMwareCbt","performShutdown":"true"}}}""");
        Assert.Equal("MigrationSucceeded", await StateAsync(MigrationItem, "migrationState"));
        Assert.NotNull(Server.Find($"{Group}/providers/Microsoft.Compute/virtualMachines/moved"));
        Assert.Equal(5, (await GetAsync($"{Vault}/replicationJobs{Version}"))["value"]!.AsArray().Count);
        Assert.Single((await GetAsync($"{Vault}/replicationMigrationItems{Version}"))["value"]!.AsArray());
        await SucceedAsync("DELETE", MigrationItem + Version);
        Assert.Equal(404, (await GetAsync(MigrationItem + Version)).Status);
    }

    [Fact]
    public async Task Migrate_ThatFails_SaysSoInItemAndJob()
    {
        await PrepareAsync();
        await SucceedAsync("PUT", MigrationItem + Version, EnableMigration);
        await StateAsync(MigrationItem, "migrationState");
        await StateAsync(MigrationItem, "migrationState");
        Server.Faults.Add("POST", "/migrate$", 1, Fault.OperationFails("MigrationFailed"));
        await EndAsync(SendAsync("POST", $"{MigrationItem}/migrate{Version}", """{"properties":{"providerSpecificDetails":{"instanceType":"VMwareCbt","performShutdown":"true"}}}"""));
        Assert.Equal("MigrationFailed", await StateAsync(MigrationItem, "migrationState"));
        Assert.Contains("\"state\":\"Failed\"", (await GetAsync($"{Vault}/replicationJobs{Version}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InMageRcm")]
    [InlineData("HyperVReplicaAzure")]
    public async Task ProtectedItem_ItsLife_GoesOverAndComesBack(string provider)
    {
        await PrepareAsync();
        await SucceedAsync("PUT", ProtectedItem + Version, EnableProtection(provider));
        await StateAsync(ProtectedItem, "protectionState");
        Assert.Equal("Protected", await StateAsync(ProtectedItem, "protectionState"));
        Assert.Equal("Normal", await StateAsync(ProtectedItem, "replicationHealth"));
        await ActAsync(ProtectedItem, "testFailover", """{"properties":{"failoverDirection":"PrimaryToRecovery","networkType":"NoNetworkAttachAsInput"}}""");
        Assert.Equal(409, (await SendAsync("POST", $"{ProtectedItem}/plannedFailover{Version}", Planned)).Status);
        await ActAsync(ProtectedItem, "testFailoverCleanup", """{"properties":{"comments":"fine"}}""");
        await ActAsync(ProtectedItem, "plannedFailover", Planned);
        Assert.Equal("Recovery", await StateAsync(ProtectedItem, "activeLocation"));
        var points = await GetAsync($"{ProtectedItem}/recoveryPoints{Version}");
        await ActAsync(ProtectedItem, "applyRecoveryPoint", $$$$$"""{"properties":{"recoveryPointId":"{{{{{points["value"]![0]!["id"]}}}}}","providerSpecificDetails":{"instanceType":"A2A"}}}""");
        await ActAsync(ProtectedItem, "failoverCommit", null);
        await ActAsync(ProtectedItem, "reProtect", """{"properties":{"failoverDirection":"RecoveryToPrimary"}}""");
        await StateAsync(ProtectedItem, "protectionState");
        Assert.Equal("Protected", await StateAsync(ProtectedItem, "protectionState"));
        await ActAsync(ProtectedItem, "plannedFailover", """{"properties":{"failoverDirection":"RecoveryToPrimary"}}""");
        Assert.Equal("Primary", await StateAsync(ProtectedItem, "activeLocation"));
        await SucceedAsync("DELETE", ProtectedItem + Version);
    }

    [Fact]
    public async Task ProtectedItem_InAzure_GoesOverAndIsTurnedRound()
    {
        var (machine, other) = ($"{Group}/providers/Microsoft.Compute/virtualMachines/server", $"{Vault}/replicationFabrics/west/replicationProtectionContainers/west");
        await PrepareAsync();
        Server.Seed($"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/west", new JsonObject { ["location"] = "westeurope" });
        Server.Seed(other, new JsonObject { ["properties"] = new JsonObject { ["friendlyName"] = "west" } });
        Server.Seed(machine, new JsonObject { ["location"] = "northeurope", ["properties"] = new JsonObject() });
        await SucceedAsync("PUT", ProtectedItem + Version, EnableInAzure(machine, other));
        await StateAsync(ProtectedItem, "protectionState");
        Assert.Equal("Protected", await StateAsync(ProtectedItem, "protectionState"));
        Assert.Equal(409, (await SendAsync("POST", $"{ProtectedItem}/plannedFailover{Version}", Planned)).Status);
        Assert.Equal(409, (await SendAsync("POST", $"{Container}/switchprotection{Version}", SwitchProtection)).Status);
        await ActAsync(ProtectedItem, "unplannedFailover", """{"properties":{"failoverDirection":"PrimaryToRecovery","sourceSiteOperations":"NotRequired","providerSpecificDetails":{"instanceType":"A2A"}}}""");
        await ActAsync(ProtectedItem, "failoverCommit", null);
        await SucceedAsync("POST", $"{Container}/switchprotection{Version}", SwitchProtection);

        var turned = Assert.Single((await GetAsync($"{Vault}/replicationProtectedItems{Version}"))["value"]!.AsArray());
        Assert.StartsWith($"{other}/", turned!["id"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("/resourceGroups/west/providers/Microsoft.Compute/virtualMachines/server", turned["properties"]!["providerSpecificDetails"]!["fabricObjectId"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(Server.Find(machine));
        Assert.Equal(404, (await GetAsync(ProtectedItem + Version)).Status);
    }

    private string SwitchProtection => $$$$$"""{"properties":{"replicationProtectedItemName":"server","providerSpecificDetails":{"instanceType":"A2A","recoveryContainerId":"{{{{{Container}}}}}","recoveryResourceGroupId":"{{{{{Group}}}}}"}}}""";

    private static string EnableInAzure(string machine, string other) => $$$$$"""
        {"properties":{"protectableItemId":"","providerSpecificDetails":{"instanceType":"A2A","fabricObjectId":"{{{{{machine}}}}}","recoveryContainerId":"{{{{{other}}}}}",
        "recoveryResourceGroupId":"{{{{{string.Join('/', machine.Split('/').Take(4))}}}}}/west"}}}
        """;

    private static string Planned => """{"properties":{"failoverDirection":"PrimaryToRecovery"}}""";

    private string EnableMigration => $$$$$"""
        {"properties":{"policyId":"{{{{{Vault}}}}}/replicationPolicies/policy","providerSpecificDetails":{"instanceType":"VMwareCbt","vmwareMachineId":"/machine",
        "disksToInclude":[{"diskId":"d","isOSDisk":"true","logStorageAccountId":"/account","logStorageAccountSasSecretName":"secret"}],
        "dataMoverRunAsAccountId":"/a","snapshotRunAsAccountId":"/a","targetVmName":"moved","targetVmSize":"Standard_D2s_v3","targetResourceGroupId":"{{{{{Group}}}}}","targetNetworkId":"/network"}}}
        """;

    private string EnableProtection(string provider) => new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["policyId"] = $"{Vault}/replicationPolicies/policy",
            ["protectableItemId"] = "",
            ["providerSpecificDetails"] = provider switch
            {
                "InMageRcm" => new JsonObject { ["instanceType"] = provider, ["fabricDiscoveryMachineId"] = "/m", ["targetResourceGroupId"] = Group, ["processServerId"] = "p", ["targetVmName"] = "moved" },
                _ => new JsonObject { ["instanceType"] = provider, ["targetAzureVmName"] = "moved", ["targetAzureV2ResourceGroupId"] = Group },
            },
        },
    }.ToJsonString();

    private async Task PrepareAsync()
    {
        Server.Seed(Vault, new JsonObject { ["location"] = "westeurope" });
        await SucceedAsync("PUT", $"{Vault}/replicationFabrics/fabric{Version}", """{"properties":{}}""");
        await SucceedAsync("PUT", Container + Version, """{"properties":{}}""");
        await SucceedAsync("PUT", $"{Vault}/replicationPolicies/policy{Version}", """{"properties":{}}""");
        Assert.Equal(200, (await GetAsync(Container + Version)).Status);
    }

    private Task<Reply> ActAsync(string item, string action, string? body) => SucceedAsync("POST", $"{item}/{action}{Version}", body);

    private async Task<string?> StateAsync(string item, string property) => (await GetAsync(item + Version))["properties", property]?.GetValue<string>();
}
