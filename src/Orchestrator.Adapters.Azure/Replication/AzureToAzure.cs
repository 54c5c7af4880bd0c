using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What Site Recovery wants to be told of machines that run in Azure already: its provider <c>A2A</c>.</summary>
internal static class AzureToAzure
{
    private const string Provider = "A2A";
    private const string Machines = "2023-07-01";
    private const string Containers = "Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers";

    // What is turned round counts as a new item, whose first side is where the machine runs: the way back has the same direction.
    private const string Direction = "PrimaryToRecovery";

    /// <summary>Reads a plan.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns>The machine.</returns>
    /// <exception cref="AdapterException">An id is none, or the machine would be made over itself.</exception>
    public static ReplicationJob Read(DataComponent component, StepScope scope)
    {
        var settings = component.ReadSettings<SiteRecoverySettings>();
        var source = component.Source.ReadSettings<SiteRecoverySource>();
        var target = component.Target.ReadSettings<SiteRecoveryTarget>();
        var vault = ResourceIds.Parse(settings.Vault, "Microsoft.RecoveryServices/vaults").ToString();
        var machine = ResourceIds.Parse(source.MachineId, "Microsoft.Compute/virtualMachines");
        var label = $"machine {machine.Name}";
        return new()
        {
            Kind = "siteRecovery",
            Component = component.Name,
            Machine = label,
            Vault = vault,
            Item = ReplicationPaths.Item(vault, settings, "replicationProtectedItems"),
            Policy = ReplicationPaths.Policy(settings),
            TargetMachine = TargetOf(machine, target),
            SourceMachine = machine.ToString(),
            Settings = settings,
            EnableBody = new { properties = new { policyId = settings.PolicyId, protectableItemId = "", providerSpecificDetails = Enable(source, target) } },
            Try = new("testFailover", item => new { properties = new { failoverDirection = Direction, networkType = "VmNetworkAsInput", networkId = settings.TestNetworkId, providerSpecificDetails = PointOf(item) } }),
            CleanUp = new("testFailoverCleanup", _ => new { properties = new { comments = $"Tried by {scope.MigrationId}" } }),
            Move = new("unplannedFailover", item => new { properties = new { failoverDirection = Direction, sourceSiteOperations = "NotRequired", providerSpecificDetails = PointOf(item) } }),
            Commit = new("failoverCommit", _ => null),
            Remove = new("remove", _ => new { properties = new { disableProtectionReason = "NotSpecified" } }),
            HasPointList = true,
            IsSourceInAzure = true,
            IsTagged = false, // it bears the source's tags
            Needs = NeedsOf(machine.ToString(), target),
            ReturnContainer = scope.Plan.Fallback.ReverseSync ? ResourceIds.Parse(target.ContainerId, Containers).ToString() : null,
            Read = properties => ProtectedItem.Read(properties, label),
        };
    }

    /// <summary>What turns the direction round.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="vault">The id of the vault.</param>
    /// <param name="disks">The ids of the disks of the machine that was made.</param>
    /// <returns>The details of the request.</returns>
    public static object SwitchDetails(DataComponent component, string vault, IEnumerable<string> disks)
    {
        var settings = component.ReadSettings<SiteRecoverySettings>();
        var machine = ResourceIds.Parse(component.Source.ReadSettings<SiteRecoverySource>().MachineId);
        var account = component.Target.ReadSettings<SiteRecoveryTarget>().StagingAccountId;
        var group = ResourceIds.OfGroup(machine.Subscription, machine.Group);
        return new
        {
            instanceType = Provider,
            recoveryContainerId = ReplicationPaths.Container(vault, settings),
            recoveryResourceGroupId = group,
            policyId = settings.PolicyId,
            vmManagedDisks = disks.Select(disk => new { diskId = disk, primaryStagingAzureStorageAccountId = account, recoveryResourceGroupId = group }).ToList(),
        };
    }

    private static object PointOf(ReplicatedItem item) => new { instanceType = Provider, recoveryPointId = item.Point.Length > 0 ? item.Point : null };

    private static string TargetOf(ResourceId machine, SiteRecoveryTarget target)
    {
        var made = ReplicationPaths.Machine(target.ResourceGroupId, machine.Name);
        return !ResourceIds.AreSame(made, machine.ToString()) ? made : throw new AdapterException(
            "the machine keeps its name, and would be made over itself", $"machine {machine.Name}", "Set 'target.resourceGroupId' to another resource group than the source's", isTransient: false);
    }

    private static object Enable(SiteRecoverySource source, SiteRecoveryTarget target) => new
    {
        instanceType = Provider,
        fabricObjectId = source.MachineId,
        recoveryContainerId = target.ContainerId,
        recoveryResourceGroupId = target.ResourceGroupId,
        recoveryAzureNetworkId = target.NetworkId,
        recoverySubnetName = target.SubnetName,
        recoveryAvailabilityZone = target.AvailabilityZone,
        vmManagedDisks = source.Disks.Select(disk => new
        {
            diskId = disk.Id,
            primaryStagingAzureStorageAccountId = source.StagingAccountId,
            recoveryResourceGroupId = target.ResourceGroupId,
            recoveryReplicaDiskAccountType = disk.Type,
            recoveryTargetDiskAccountType = disk.Type,
            recoveryDiskEncryptionSetId = disk.DiskEncryptionSetId,
        }).ToList(),
    };

    private static IReadOnlyList<ReplicationNeed> NeedsOf(string machine, SiteRecoveryTarget target) =>
    [
        new(machine, Machines, "Check 'source.machineId': az vm list --query [].id"),
        new(ResourceIds.Parse(target.ContainerId, Containers).ToString(), ReplicationJob.ApiVersion, "Check 'target.containerId'; it is made when replication is set up for the target's region"),
    ];
}
