using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Vaults, and the lists across their fabrics.</summary>
internal sealed class VaultBehaviour : IResourceBehaviour
{
    private const string Containers = "Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers";

    public string Type => "Microsoft.RecoveryServices/vaults";

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("GET", "REPLICATIONMIGRATIONITEMS") => List(call, resource, "replicationMigrationItems"),
        ("GET", "REPLICATIONPROTECTEDITEMS") => List(call, resource, "replicationProtectedItems"),
        _ => null,
    };

    private static ArmAnswer List(ArmCall call, ArmResource vault, string kind)
    {
        var items = call.World.Resources.List(vault.Id, $"{Containers}/{kind}");
        return Pages.Answer(call, [.. items.Select(item => (JsonNode)item.Body.Clone())], call.World.Options.PageSize);
    }
}
