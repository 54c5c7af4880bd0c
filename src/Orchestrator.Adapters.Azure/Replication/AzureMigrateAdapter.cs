using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Moves servers by Azure Migrate: Server Migration, without an agent in them.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="lookEvery">How often the vault is asked while a sync is watched; every 30 seconds by default.</param>
internal sealed class AzureMigrateAdapter(ArmConnector connector, TimeSpan? lookEvery = null) : ReplicationAdapter(connector, lookEvery)
{
    private const string Provider = "VMwareCbt";

    /// <inheritdoc/>
    public override string Kind => "azureMigrate";

    /// <inheritdoc/>
    public override AdapterSettings Settings { get; } = new(typeof(AzureMigrateSettings), typeof(AzureMigrateSource), typeof(AzureMigrateTarget));

    /// <inheritdoc/>
    protected override ReplicationJob Read(DataComponent component, StepScope scope)
    {
        var settings = component.ReadSettings<AzureMigrateSettings>();
        var source = component.Source.ReadSettings<AzureMigrateSource>();
        var target = component.Target.ReadSettings<AzureMigrateTarget>();
        var vault = ResourceIds.Parse(settings.Vault, "Microsoft.RecoveryServices/vaults").ToString();
        return new()
        {
            Kind = Kind,
            Component = component.Name,
            Machine = $"server {settings.Item}",
            Vault = vault,
            Item = ReplicationPaths.Item(vault, settings, "replicationMigrationItems"),
            Policy = ReplicationPaths.Policy(settings),
            TargetMachine = ReplicationPaths.Machine(target.ResourceGroupId, target.VmName),
            SourceMachine = source.MachineId,
            Settings = settings,
            EnableBody = new { properties = new { policyId = settings.PolicyId, providerSpecificDetails = Enable(settings, source, target, scope) } },
            Try = new("testMigrate", item => Details(new { instanceType = Provider, recoveryPointId = item.Point, networkId = settings.TestNetworkId })),
            CleanUp = new("testMigrateCleanup", _ => new { properties = new { comments = $"Tried by {scope.MigrationId}" } }),
            Move = new("migrate", _ => Details(new { instanceType = Provider, performShutdown = Text(settings.PerformShutdown) })),
            IsFinishedByAzure = settings.PerformShutdown,
            Read = properties => MigrationItem.Read(properties, $"server {settings.Item}"),
        };
    }

    private static object Details(object details) => new { properties = new { providerSpecificDetails = details } };

    private static object Enable(AzureMigrateSettings settings, AzureMigrateSource source, AzureMigrateTarget target, StepScope scope) => new
    {
        instanceType = Provider,
        vmwareMachineId = source.MachineId,
        dataMoverRunAsAccountId = source.DataMoverAccountId,
        snapshotRunAsAccountId = source.SnapshotAccountId,
        disksToInclude = source.Disks.Select(disk => new
        {
            diskId = disk.Id,
            isOSDisk = Text(disk.IsOs),
            diskType = disk.Type,
            logStorageAccountId = disk.LogStorageAccountId,
            logStorageAccountSasSecretName = disk.LogStorageSecretName,
            diskEncryptionSetId = disk.DiskEncryptionSetId,
        }).ToList(),
        targetResourceGroupId = target.ResourceGroupId,
        targetNetworkId = target.NetworkId,
        testNetworkId = settings.TestNetworkId,
        targetVmName = target.VmName,
        targetVmSize = target.VmSize,
        targetSubnetName = target.SubnetName,
        targetAvailabilityZone = target.AvailabilityZone,
        licenseType = target.LicenseType,
        performAutoResync = Text(true),
        targetVmTags = ArmTags.For(scope),
        targetDiskTags = ArmTags.For(scope),
        targetNicTags = ArmTags.For(scope),
        seedDiskTags = ArmTags.For(scope),
    };

    // This API writes truth as a text.
    private static string Text(bool value) => value ? "true" : "false";
}
