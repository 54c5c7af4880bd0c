using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Replication;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

/// <summary>A server with two disks that Azure Migrate moves.</summary>
public abstract class AzureMigrateTest(ArmJudge judge) : ReplicationTest(judge)
{
    protected override string Item => $"{Container}/replicationMigrationItems/orders";

    protected bool PerformShutdown { get; set; }

    protected TimeSpan ExpectedMove { get; set; } = TimeSpan.FromMinutes(30);

    private protected override IOnlineDataAdapter Create(ArmConnector connector) => new AzureMigrateAdapter(connector, TimeSpan.Zero);

    protected override Dictionary<string, object?> Own() => new()
    {
        ["vault"] = Vault,
        ["fabric"] = "fabric",
        ["container"] = "container",
        ["item"] = "orders",
        ["policyId"] = $"{Vault}/replicationPolicies/policy",
        ["testNetworkId"] = $"{Group}/providers/Microsoft.Network/virtualNetworks/test",
        ["performShutdown"] = PerformShutdown,
        ["expectedMove"] = System.Xml.XmlConvert.ToString(ExpectedMove),
    };

    protected override Dictionary<string, object?> Source() => new()
    {
        ["machineId"] = $"{Group}/providers/Microsoft.OffAzure/VMwareSites/site/machines/orders",
        ["dataMoverAccountId"] = $"{Group}/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/mover",
        ["snapshotAccountId"] = $"{Group}/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/snapshots",
        ["disks"] = new[] { Disk("os", isOs: true), Disk("data", isOs: false) },
    };

    protected override Dictionary<string, object?> Target() => new()
    {
        ["resourceGroupId"] = Group,
        ["vmName"] = "orders-vm",
        ["vmSize"] = "Standard_D2s_v3",
        ["networkId"] = $"{Group}/providers/Microsoft.Network/virtualNetworks/live",
        ["subnetName"] = "servers",
    };

    private Dictionary<string, object?> Disk(string id, bool isOs) => new()
    {
        ["id"] = id,
        ["isOs"] = isOs,
        ["logStorageAccountId"] = $"{Group}/providers/Microsoft.Storage/storageAccounts/log",
        ["logStorageSecretName"] = "log-signature",
    };
}
