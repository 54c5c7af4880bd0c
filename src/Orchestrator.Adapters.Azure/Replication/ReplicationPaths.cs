using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The ids of what a replication consists of; every part from a plan is checked.</summary>
internal static class ReplicationPaths
{
    /// <summary>The id of a replicated item.</summary>
    /// <param name="vault">The id of the vault.</param>
    /// <param name="settings">The names.</param>
    /// <param name="type">The last part of the item's type.</param>
    /// <returns>The id.</returns>
    public static string Item(string vault, ReplicationSettings settings, string type) =>
        ResourceIds.Child(Container(vault, settings), type, settings.Item);

    /// <summary>The id of the protection container.</summary>
    /// <param name="vault">The id of the vault.</param>
    /// <param name="settings">The names.</param>
    /// <returns>The id.</returns>
    public static string Container(string vault, ReplicationSettings settings) =>
        ResourceIds.Child(ResourceIds.Child(vault, "replicationFabrics", settings.Fabric), "replicationProtectionContainers", settings.Container);

    /// <summary>The id of the policy.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The id, checked.</returns>
    public static string Policy(ReplicationSettings settings) =>
        ResourceIds.Parse(settings.PolicyId, "Microsoft.RecoveryServices/vaults/replicationPolicies").ToString();

    /// <summary>The id of a machine.</summary>
    /// <param name="groupId">The id of its resource group.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The id.</returns>
    /// <exception cref="AdapterException">It is none.</exception>
    public static string Machine(string groupId, string name) =>
        ResourceIds.Parse($"{groupId.TrimEnd('/')}/providers/Microsoft.Compute/virtualMachines/{name}", "Microsoft.Compute/virtualMachines").ToString();
}
