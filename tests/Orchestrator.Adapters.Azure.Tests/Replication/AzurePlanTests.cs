using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

public sealed class AzurePlanTests
{
    private const string Group = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/landing";

    private const string Text = $$"""
        version: 1
        name: orders
        strategy: online
        data:
          - name: server
            kind: azureMigrate
            vault: {{Group}}/providers/Microsoft.RecoveryServices/vaults/vault
            fabric: fabric
            container: container
            item: orders
            policyId: {{Group}}/providers/Microsoft.RecoveryServices/vaults/vault/replicationPolicies/policy
            testNetworkId: {{Group}}/providers/Microsoft.Network/virtualNetworks/test
            expectedMove: PT45M
            source:
              machineId: {{Group}}/providers/Microsoft.OffAzure/VMwareSites/site/machines/orders
              dataMoverAccountId: {{Group}}/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/mover
              snapshotAccountId: {{Group}}/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/snapshots
              disks:
                - { id: os, isOs: true, type: Standard_LRS, logStorageAccountId: {{Group}}/providers/Microsoft.Storage/storageAccounts/log, logStorageSecretName: log }
            target: { resourceGroupId: {{Group}}, vmName: orders-vm, networkId: {{Group}}/providers/Microsoft.Network/virtualNetworks/live }
          - name: machine
            kind: siteRecovery
            vault: {{Group}}/providers/Microsoft.RecoveryServices/vaults/vault
            fabric: north
            container: north
            item: orders
            policyId: {{Group}}/providers/Microsoft.RecoveryServices/vaults/vault/replicationPolicies/policy
            testNetworkId: {{Group}}/providers/Microsoft.Network/virtualNetworks/test
            source:
              machineId: {{Group}}/providers/Microsoft.Compute/virtualMachines/orders
              stagingAccountId: {{Group}}/providers/Microsoft.Storage/storageAccounts/north
              disks: [ { id: "{{Group}}/providers/Microsoft.Compute/disks/os", type: Premium_LRS } ]
            target:
              resourceGroupId: /subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/west
              containerId: {{Group}}/providers/Microsoft.RecoveryServices/vaults/vault/replicationFabrics/west/replicationProtectionContainers/west
              networkId: {{Group}}/providers/Microsoft.Network/virtualNetworks/live
              stagingAccountId: {{Group}}/providers/Microsoft.Storage/storageAccounts/west
        backup:
          kind: dataBox
          connection: env:ARCHIVE
          storageAccountId: {{Group}}/providers/Microsoft.Storage/storageAccounts/account
          resourceGroupId: {{Group}}
          location: westeurope
          contact: { name: Kim, phone: "5550100", emails: [ kim@contoso.example ] }
          address: { street: 1 Main Street, city: Amsterdam, postalCode: 1011AB, country: NL }
          devicePath: /mnt/databox
        """;

    [Fact]
    public void Read_PlanWithAllKeys_FindsNothingInOurParts() => Assert.Empty(ProblemsOf(Text));

    [Theory]
    [InlineData("type: Standard_LRS", "type: Tape")]
    [InlineData("isOs: true", "isOss: true")]
    [InlineData("expectedMove: PT45M", "expectedMove: PT0S")]
    [InlineData("containerId:", "container:")]
    [InlineData("country: NL", "country: Netherlands")]
    [InlineData("devicePath: /mnt/databox", "sku: DataBox")]
    public void Read_WrongKeyOrValue_IsFound(string right, string wrong) =>
        Assert.NotEmpty(ProblemsOf(Text.Replace(right, wrong, StringComparison.Ordinal)));

    private static List<string> ProblemsOf(string text)
    {
        using var provider = new ServiceCollection().AddLogging().AddAzureAdapters().BuildServiceProvider();
        var read = new PlanReader(new AdapterCatalog(provider.GetServices<IAdapter>())).Read(Encoding.UTF8.GetBytes(text), "plan.yaml");
        return [.. read.Problems.Where(problem => problem.Path.StartsWith("data", StringComparison.Ordinal) || problem.Path.StartsWith("backup", StringComparison.Ordinal)).Select(problem => problem.ToString())];
    }
}
