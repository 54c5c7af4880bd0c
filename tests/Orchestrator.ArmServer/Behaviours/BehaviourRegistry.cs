namespace Orchestrator.Testing.Arm;

/// <summary>Which type behaves how.</summary>
internal sealed class BehaviourRegistry
{
    private readonly Dictionary<string, IResourceBehaviour> _known;

    public BehaviourRegistry()
    {
        IResourceBehaviour[] all =
        [
            new VirtualMachineBehaviour(), new RunCommandBehaviour(), new DiskBehaviour("disks"), new DiskBehaviour("snapshots"),
            new DnsZoneBehaviour(), new TrafficManagerBehaviour(), new TrafficManagerEndpointBehaviour("azureEndpoints"),
            new TrafficManagerEndpointBehaviour("externalEndpoints"), new TrafficManagerEndpointBehaviour("nestedEndpoints"),
            new NetworkBehaviour("networkInterfaces"), new NetworkBehaviour("virtualNetworks"), new NetworkBehaviour("publicIPAddresses"),
            new TemplateSpecBehaviour(), new TemplateSpecVersionBehaviour(),
            new SiteRecoveryPartBehaviour("replicationFabrics"), new SiteRecoveryPartBehaviour("replicationFabrics/replicationProtectionContainers"),
            new SiteRecoveryPartBehaviour("replicationPolicies"), new VaultBehaviour(), new MigrationItemBehaviour(), new ProtectedItemBehaviour(),
            new ReplicationJobBehaviour(), new DataBoxBehaviour(), new StorageMoverBehaviour("storageMovers"),
            new StorageMoverBehaviour("storageMovers/agents"), new StorageMoverBehaviour("storageMovers/endpoints"),
            new StorageMoverBehaviour("storageMovers/projects"), new JobDefinitionBehaviour(), new JobRunBehaviour(), new DeploymentBehaviour(this), new VaultSecretBehaviour(),
            .. DnsRecordSetBehaviour.Types.Select(type => new DnsRecordSetBehaviour(type)),
        ];
        _known = all.ToDictionary(behaviour => behaviour.Type, StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<string> Types => _known.Keys;

    public IResourceBehaviour For(string type) => _known.GetValueOrDefault(type) ?? new GenericBehaviour(type);
}
